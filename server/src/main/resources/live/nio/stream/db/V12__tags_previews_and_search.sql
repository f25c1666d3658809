-- What a stream is about, in its streamer's own words: lower case, each once.
ALTER TABLE streams
  ADD COLUMN tags    text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 5),
  -- The stored picture of what it looks like, by its name among the files; the last one stays when the stream is over.
  ADD COLUMN preview text CHECK (length(preview) BETWEEN 1 AND 100);
CREATE INDEX streams_tags ON streams USING gin (tags);
CREATE INDEX streams_preview ON streams (preview) WHERE preview IS NOT NULL;

-- A text as it is searched: Latin letters without case and accents, Russian ones spelt with Latin ones, others as they are.
-- Titles and queries both go through it, so that either alphabet finds the other, whatever locale the database has.
CREATE FUNCTION search_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(translate(t,
           'АБВГДЕЁЗИЙКЛМНОПРСТУФЫЭІҐЎабвгдеёзийклмнопрстуфыэіґўàÀáÁâÂäÄãÃåÅāĀăĂąĄèÈéÉêÊëËēĒėĖęĘìÌíÍîÎïÏīĪįĮòÒóÓôÔöÖõÕøØōŌùÙúÚûÛüÜūŪůŮñÑńŃňŇçÇćĆčČýÝÿŸśŚšŠźŹżŻžŽłŁđĐďĎğĞřŘťŤЖХЦЧШЩЮЯЇЄÆŒъЪьЬ',
           'abvgdeeziyklmnoprstufyeiguabvgdeeziyklmnoprstufyeiguaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeiiiiiiiiiiiioooooooooooooouuuuuuuuuuuunnnnnnccccccyyyysssszzzzzzllddddggrrttжхцчшщюяїєæœ'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'yu'), 'я', 'ya'), 'ї', 'yi'), 'є', 'ye'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'))
$$;
CREATE FUNCTION stream_search_text(title text, tags text[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT search_fold(title) || ' ' || search_fold(array_to_string(tags, ' '))
$$;
ALTER TABLE streams ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (stream_search_text(title, tags)) STORED;

-- Trigrams find parts of words and misspelt ones. Where the extension is missing or not allowed, search does without
-- misspellings and reads the whole tables.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX streams_search ON streams USING gin (search_text gin_trgm_ops);
  CREATE INDEX accounts_search ON accounts USING gin (lower(nickname) gin_trgm_ops);
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not available: search will not find misspelt words';
END
$$;

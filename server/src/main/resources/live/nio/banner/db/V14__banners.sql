-- Pictures that lead somewhere, shown on our pages while they are due.
CREATE TABLE banners (
  id          uuid PRIMARY KEY,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  alt         text NOT NULL CHECK (length(alt) BETWEEN 1 AND 200),
  link        text NOT NULL CHECK (link LIKE 'https://%' AND length(link) <= 2000),
  placement   text NOT NULL CHECK (placement IN ('room', 'home')),
  starts_at   timestamptz,
  ends_at     timestamptz,
  weight      integer NOT NULL CHECK (weight BETWEEN 1 AND 100),
  active      boolean NOT NULL,
  -- The stored picture, by its name among the files; without one it is never shown.
  image       text CHECK (length(image) BETWEEN 1 AND 100),
  width       integer,
  height      integer,
  impressions bigint NOT NULL DEFAULT 0,
  clicks      bigint NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  CHECK (num_nulls(image, width, height) IN (0, 3)),
  CHECK (ends_at > starts_at)
);

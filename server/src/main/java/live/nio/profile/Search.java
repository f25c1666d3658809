package live.nio.profile;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// Finds people by nickname and streams by title and tags. Virtual threads.
///
/// A query is cut into words, each folded as the texts are (`search_fold`: case, accents, Russian
/// spelt with Latin letters); every word must be somewhere in the text. With the extension pg_trgm
/// a word may also be misspelt.
@Singleton
class Search {

  private static final int MAX_WORDS = 5;

  /// Of the trigrams of a word, the part that must be found in a row: lower than the default, for
  /// two wrong letters in a short name.
  private static final String LIKENESS = "SET LOCAL pg_trgm.word_similarity_threshold = 0.4";

  /// One page of what was found, the best first, and how much was found in all.
  record Found(List<UUID> ids, int total) {

    static final Found NOTHING = new Found(List.of(), 0);
  }

  private final Jdbi jdbi;
  private volatile @Nullable Boolean trigrams;

  Search(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Whether misspelt words are found.
  boolean findsMisspelt() {
    Boolean known = trigrams;
    if (known == null) {
      known =
          jdbi.withHandle(handle ->
              handle
                  .createQuery(
                      "SELECT exists(SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')")
                  .mapTo(boolean.class)
                  .one());
      trigrams = known;
    }
    return known;
  }

  /// People by nickname: the very one, those that begin so, those that have it inside, those that
  /// are like it; among equals those with the most followers.
  Found people(String query, int offset, int limit) {
    String where = " WHERE a.disabled_at IS NULL AND ";
    String order =
        """
        ORDER BY CASE WHEN lower(a.nickname) = :whole THEN 0 WHEN lower(a.nickname) LIKE :begin THEN 1
                      WHEN lower(a.nickname) LIKE :like0 THEN 2 ELSE 3 END,
                 %s (SELECT count(*) FROM follows f WHERE f.followee_id = a.id) DESC, a.id
        """
            .formatted(findsMisspelt() ? "word_similarity(:word0, lower(a.nickname)) DESC," : "");
    return find(query, "accounts a", "a.id", "lower(a.nickname)", where, order, offset, limit);
  }

  /// Streams by title and tags: live ones first, of these the most watched; then past ones, the
  /// newest first.
  Found streams(String query, int offset, int limit) {
    String order =
        """
        ORDER BY (s.ended_at IS NULL) DESC, CASE WHEN s.ended_at IS NULL THEN s.viewer_count END DESC,
                 s.started_at DESC, s.id
        """;
    return find(query, "streams s", "s.id", "s.search_text", " WHERE ", order, offset, limit);
  }

  private Found find(
      String query,
      String table,
      String id,
      String text,
      String where,
      String order,
      int offset,
      int limit) {
    boolean misspelt = findsMisspelt();
    return jdbi.inTransaction(handle -> {
      List<String> words = words(handle, query);
      if (words.isEmpty()) {
        return Found.NOTHING;
      }
      if (misspelt) {
        handle.execute(LIKENESS);
      }
      String from = " FROM " + table + where + condition(text, words.size(), misspelt);
      List<UUID> ids =
          bind(
                  handle.createQuery(
                      "SELECT " + id + from + " " + order + " OFFSET :offset LIMIT :limit"),
                  words)
              .bind("offset", offset)
              .bind("limit", limit)
              .mapTo(UUID.class)
              .list();
      int total = bind(handle.createQuery("SELECT count(*)" + from), words).mapTo(int.class).one();
      return new Found(ids, total);
    });
  }

  /// `"Щука, 2-я"` → `[shchuka, 2, ya]`.
  private static List<String> words(Handle handle, String query) {
    String folded =
        handle
            .createQuery("SELECT search_fold(:query)")
            .bind("query", query)
            .mapTo(String.class)
            .one();
    return Arrays.stream(folded.split("[^\\p{L}\\p{N}]+", -1))
        .filter(word -> !word.isEmpty())
        .distinct()
        .limit(MAX_WORDS)
        .toList();
  }

  private static String condition(String text, int words, boolean misspelt) {
    String one = misspelt ? "(%1$s LIKE :like%2$d OR %1$s %%> :word%2$d)" : "%1$s LIKE :like%2$d";
    return IntStream.range(0, words)
        .mapToObj(n -> one.formatted(text, n))
        .collect(Collectors.joining(" AND "));
  }

  /// Words are letters and digits alone, so nothing in them means anything to `LIKE`. Not every
  /// query uses all of what is bound.
  private static <S extends SqlStatement<S>> S bind(S statement, List<String> words) {
    statement.configure(SqlStatements.class, it -> it.setUnusedBindingAllowed(true));
    for (int n = 0; n < words.size(); n++) {
      statement.bind("like" + n, "%" + words.get(n) + "%").bind("word" + n, words.get(n));
    }
    String whole = String.join("_", words);
    return statement.bind("whole", whole).bind("begin", whole.replace("_", "\\_") + "%");
  }
}

package live.nio.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the rules of a room see in a text.
class TextRulesTest {

  @Nested
  class Links_ {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://example.com",
          "see http://localhost:8080/x",
          "tg://join?invite=1",
          "example.com",
          "EXAMPLE.COM!",
          "go to example.co.uk/path now",
          "www.whatever",
          "t.me/channel",
          "youtu.be/abc",
          "someone@example.org",
          "кино.рф",
          "xn--80aswg.xn--p1ai",
          "пиши на example.com.Спасибо",
          "10.0.0.1:8080",
          "exa\u200Bmple.c\u200Dom",
          "example\u2060.\uFEFFcom",
          "ｅｘａｍｐｌｅ．ｃｏｍ",
          "example。com",
          "example․com",
          "example(dot)com",
          "example [точка] com",
          "example dot com",
          "example точка com",
          "example . com",
          "example.соm",
          "https:// x",
        })
    void areFoundHoweverTheyHide(String text) {
      assertThat(Links.foundIn(text)).as(text).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "hello",
          "Да. Нет. Может быть.",
          "wait... what",
          "привет.как дела",
          "3.14",
          "версия 1.2.3",
          "5:0 в нашу пользу",
          "and/or",
          "e.g. this",
          "i like it.so do i",
          "a : b",
          "точка зрения",
          "😀.😀",
        })
    void areNotSeenInPlainSentences(String text) {
      assertThat(Links.foundIn(text)).as(text).isFalse();
    }
  }

  @Nested
  class BlockedWords_ {

    @ParameterizedTest
    @CsvSource({
      "bad,bad",
      "bad,BAD!",
      "bad,'so, bad.'",
      "bad,baaaad",
      "bad,b@d",
      "bad,ваd",
      "bad,b\u200Bad",
      "bad,bád",
      "bad,ｂａｄ",
      "bad,good|bad",
      "bad,$bad$",
      "idiot,1d10t",
      "ёлка,елка",
      "елка,ЁЛКА",
      "хлеб,xлеб",
      "spam*,spammer",
      "*spam,antispam",
      "*spam*,xxspamxx",
      "1488,1488",
      "good,gooood",
      "sh1t,shit",
    })
    void areFoundInDisguise(String word, String text) {
      assertThat(found(word, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
      "bad,badge",
      "bad,forbad",
      "good,god",
      "ass,as",
      "spam*,antispam",
      "*spam,spammer",
      "bad,bd",
      "мой,мои",
      "bad,''",
    })
    void areWholeWords(String word, String text) {
      assertThat(found(word, text)).isFalse();
    }

    private static boolean found(String word, String text) {
      return new BlockedWords(List.of(BlockedWords.normalise(word))).foundIn(text);
    }

    @ParameterizedTest
    @CsvSource({
      "Bad,bad",
      "' bad ',bad",
      "*Bad*,*bad*",
      "*,''",
      "**,''",
      "b*d,''",
      "two words,''",
      "'',''",
      "!!!,''",
      "\u200B,''",
    })
    void areKeptInOneSpelling(String word, String kept) {
      assertThat(BlockedWords.normalise(word)).isEqualTo(kept);
    }

    @Test
    void takeNoLongerForTextsMadeToBeSlow() {
      List<String> words =
          java.util.stream.IntStream.range(0, BlockedWords.MAX_WORDS)
              .mapToObj(i -> "*" + "il1".repeat(16).substring(0, 48 - i % 5) + "x")
              .toList();
      assertThat(new BlockedWords(words).foundIn("i1l|!".repeat(100))).isFalse();
    }
  }

  @Nested
  class Emotes_ {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "😀",
          "😀 😀\n😀",
          "❤️",
          "❤️‍🔥",
          "👩‍👩‍👧‍👦",
          "👍🏽",
          "🇷🇺🇩🇪",
          "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
          "3️⃣",
          "#️⃣",
          "🏳️‍🌈",
          ":wave:",
          ":wave::+1: 🎉",
        })
    void areEmojiAndCodes(String text) {
      assertThat(Emotes.alone(text)).as(text).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a",
          "😀 hi",
          "3",
          "#",
          "*",
          ":",
          "::",
          ":two words:",
          "🇷",
          "😀.",
          ":привет:",
          "\u200D"
        })
    void areNothingElse(String text) {
      assertThat(Emotes.alone(text)).as(text).isFalse();
    }
  }

  @Nested
  class Mentions_ {

    @Test
    void areNicknamesAfterAnAt() {
      assertThat(Mentions.in("@Anna, hi @boris_1! x@mail.ru @ab @@anna2 (@vera)"))
          .containsExactly("anna", "boris_1", "vera");
    }

    @Test
    void areLookedAtTenTimesAtMost() {
      assertThat(Mentions.in("@aaa @bbb @ccc @ddd @eee @fff @ggg @hhh @iii @jjj @kkk @lll"))
          .hasSize(Mentions.MAX)
          .doesNotContain("kkk");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9,0",
    "10,10",
    "49,10",
    "50,50",
    "99,50",
    "100,100",
    "499,100",
    "500,500",
    "1200,1000",
    "50000,50000"
  })
  void viewersAreCelebratedAtRoundNumbers(long viewers, long milestone) {
    assertThat(Milestones.ofViewers(viewers)).isEqualTo(milestone);
  }

  @ParameterizedTest
  @CsvSource({"999,0", "1000,1000", "9999,1000", "10000,10000", "123456,100000"})
  void coinsAreCelebratedAtRoundNumbers(long coins, long milestone) {
    assertThat(Milestones.ofCoins(coins)).isEqualTo(milestone);
  }
}

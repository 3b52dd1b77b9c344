package io.corpusattention.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Verifies the text of the progress line. */
class ProgressLineTest {
  private static final OptionalLong ALL = OptionalLong.of(60_000);

  private final ProgressLine line = new ProgressLine(new PrintWriter(new StringWriter()));

  @Test
  void saysNoRateBeforeThereIsOne() {
    assertThat(line.line(0, ALL, 0, 8)).isEqualTo("0 of 60,000 sentences, starting");
    assertThat(line.line(100, ALL, 2_500, 20)).isEqualTo("100 of 60,000 sentences, starting");
  }

  @Test
  void aSlowStartDoesNotCountAgainstTheRateAndTheTimeLeft() {
    line.line(100, ALL, 2_500, 20);
    assertThat(line.line(1_100, ALL, 27_500, 21))
        .isEqualTo("1,100 of 60,000 sentences, 25,000 tokens/s, 0:59 left");
  }

  @Test
  void theRateIsThatOfTheLastHalfMinute() {
    for (int second = 1; second <= 100; second++) {
      line.line(10L * second, ALL, 100L * second, second);
    }
    String last = "";
    for (int second = 1; second <= 40; second++) {
      last = line.line(1_000 + 100L * second, ALL, 10_000 + 1_000L * second, 100 + second);
    }
    assertThat(last).isEqualTo("5,000 of 60,000 sentences, 1,000 tokens/s, 9:10 left");
  }

  @Test
  void tasksThatReportNothingNewAtOnceDoNotMakeTheRateZero() {
    line.line(480, ALL, 1_018, 8);
    assertThat(line.line(480, ALL, 1_018, 8.1)).isEqualTo("480 of 60,000 sentences, starting");
    assertThat(line.line(480, ALL, 1_018, 20)).isEqualTo("480 of 60,000 sentences, 0 tokens/s");
  }

  @Test
  void hoursAreShownAsHours() {
    line.line(10, ALL, 100, 1);
    assertThat(line.line(20, ALL, 200, 11)).endsWith("10 tokens/s, 16:39:40 left");
  }

  @Test
  void anInputOfUnknownLengthHasNoTimeLeft() {
    line.line(10, OptionalLong.empty(), 100, 1);
    assertThat(line.line(20, OptionalLong.empty(), 200, 2)).isEqualTo("20 sentences, 100 tokens/s");
  }

  @Test
  void anotherPassStartsAgain() {
    line.line(10, ALL, 100, 1);
    line.line(20, ALL, 200, 2);
    assertThat(line.line(1, ALL, 10, 3)).isEqualTo("1 of 60,000 sentences, starting");
  }
}

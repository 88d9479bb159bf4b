package io.lode.jobs.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "-2.5e-3,-0.0025",
    " 7. ,7",
    "+1E5,100000",
    "nan,NaN",
    "NaN,NaN",
    "inf,Infinity",
    "-Infinity,-Infinity"
  })
  void readsWhatProgramsLog(String text, Double expected) {
    assertThat(Numbers.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "abc", "1f", "2d", "0x1p3", "1,5", "1 2", "None"})
  void refusesWhatIsNoNumber(String text) {
    assertThat(Numbers.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:10Z,10",
    "1970-01-01 00:00:10.5,10.5",
    "1970-01-01T01:00:10+01:00,10",
    "yesterday,"
  })
  void readsDatesAsSeconds(String text, Double expected) {
    assertThat(Numbers.secondsSince1970(text)).isEqualTo(expected);
  }
}

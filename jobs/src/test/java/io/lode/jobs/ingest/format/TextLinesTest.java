package io.lode.jobs.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class TextLinesTest {

  @Test
  void ofALineBeyondTheBoundTheBeginningIsKept() throws IOException {
    String longLine = "x".repeat(200_000);
    TextLines lines = new TextLines(new StringReader("a\r\n\n" + longLine + "\nb"), 10);
    assertThat(lines.next()).isEqualTo("a");
    assertThat(lines.isCut()).isFalse();
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("xxxxxxxxxx");
    assertThat(lines.isCut()).isTrue();
    assertThat(lines.length()).isEqualTo(200_000);
    assertThat(lines.next()).isEqualTo("b");
    assertThat(lines.next()).isNull();
  }
}

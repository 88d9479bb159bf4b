package io.lode.jobs.ingest.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

  /** A row as it was read. */
  private record RawRow(long number, String raw, Map<String, String> values, RowDefect defect) {}

  private static List<RawRow> read(String text) throws IOException {
    return all(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static List<RawRow> all(InputStream stream) throws IOException {
    CsvReader reader = new CsvReader(stream, null, Bounds.defaults());
    List<RawRow> rows = new ArrayList<>();
    while (reader.next()) {
      Map<String, String> values = new TreeMap<>();
      for (int i = 0; i < reader.width() && reader.defect() == null; i++) {
        if (reader.text(i) != null) {
          values.put(reader.column(i), reader.text(i));
        }
      }
      rows.add(new RawRow(reader.row(), reader.raw(), values, reader.defect()));
    }
    return rows;
  }

  private static List<String> reasons(List<RawRow> rows) {
    return rows.stream().map(row -> row.defect() == null ? "" : row.defect().reason()).toList();
  }

  @Test
  void readsFieldsByTheirHeader() throws IOException {
    List<RawRow> rows = read("\uFEFFstep, lr\r\n1,0.5\r\n\r\n2,\r\n");
    assertThat(rows.stream().map(RawRow::values))
        .containsExactly(Map.of("step", "1", "lr", "0.5"), Map.of("step", "2"));
    assertThat(rows.stream().map(RawRow::number)).containsExactly(2L, 4L);
    assertThat(rows.get(0).raw()).isEqualTo("1,0.5");
  }

  @Test
  void quotedFieldsHoldCommasQuotesAndLineBreaks() throws IOException {
    List<RawRow> rows = read("a,b\n\"x,\"\"y\"\"\nz\",2\n3,4\n");
    assertThat(rows.get(0).values()).isEqualTo(Map.of("a", "x,\"y\"\nz", "b", "2"));
    assertThat(rows.get(1).number()).isEqualTo(4);
  }

  @Test
  void tellsATruncatedRowFromOneOfAnotherWidth() throws IOException {
    List<RawRow> rows = read("a,b,c\n1,2\n1,2,3,4\n1,2,3\n1,2");
    assertThat(reasons(rows))
        .containsExactly("wrong number of columns", "wrong number of columns", "", "truncated row");
    assertThat(rows.get(0).defect().detail()).isEqualTo("found 2 columns, expected 3");
    assertThat(rows.get(3).raw()).isEqualTo("1,2");
  }

  @Test
  void lastRowNeedsNoLineBreak() throws IOException {
    assertThat(reasons(read("a,b\n1,2"))).containsExactly("");
  }

  @Test
  void reportsAQuoteThatIsNeverClosed() throws IOException {
    assertThat(reasons(read("a,b\n1,2\n\"3,4\n5,6\n"))).containsExactly("", "truncated row");
  }

  @Test
  void aStrayQuoteCostsItsOwnLineOnly() throws IOException {
    List<RawRow> rows = read("a,b\n1,2\n\"3,4\n5,6\n7,8\n9,10\n");
    assertThat(reasons(rows)).containsExactly("", "truncated row", "", "", "");
    assertThat(rows.get(1).raw()).isEqualTo("\"3,4");
    assertThat(rows.stream().map(RawRow::number)).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(rows.get(4).values()).isEqualTo(Map.of("a", "9", "b", "10"));
  }

  @Test
  void aRowBeyondTheBoundIsCountedAndTheNextOnesAreRead() throws IOException {
    int longest = Bounds.defaults().longestRow();
    String cell = "x".repeat(longest);
    List<RawRow> rows = read("a,b\n1,2\n3," + cell + "\n5,6\n\"" + cell + "\",7\n8,9\n");
    assertThat(reasons(rows)).containsExactly("", "truncated row", "", "truncated row", "");
    assertThat(rows.get(1).defect().detail())
        .isEqualTo(
            "a row of "
                + (longest + 2)
                + " characters, expected at most "
                + longest
                + " (ingest.longest-row)");
    assertThat(rows.get(4).values()).isEqualTo(Map.of("a", "8", "b", "9"));
  }

  @Test
  void aStrayQuoteBeforeMoreThanTheBoundCostsItsOwnLineOnly() throws IOException {
    int lines = Bounds.defaults().longestRow() / 4 + 10;
    List<RawRow> rows = read("a,b\n\"1,2\n" + "3,4\n".repeat(lines));
    assertThat(rows).hasSize(lines + 1);
    assertThat(rows.get(0).defect().detail()).isEqualTo("a quote that is never closed");
    assertThat(rows.get(lines).values()).isEqualTo(Map.of("a", "3", "b", "4"));
  }

  @Test
  void aLaterHeaderIsInForceFromThereOn() throws IOException {
    List<RawRow> rows = read("a,b\n1,2\nb,c,a\n3,4,5\na,b\n6,7\n");
    assertThat(rows.stream().map(RawRow::values))
        .containsExactly(
            Map.of("a", "1", "b", "2"),
            Map.of("b", "3", "c", "4", "a", "5"),
            Map.of("a", "6", "b", "7"));
    // A row of text is no header.
    assertThat(reasons(read("a,b\nx,y\n"))).containsExactly("");
  }

  @Test
  void reportsAnEmptyFileAndARepeatedColumn() throws IOException {
    assertThat(read("").get(0).defect().detail())
        .isEqualTo("found nothing, expected a header line");
    assertThat(read("a,b,a\n1,2,3\n").get(0).defect().detail())
        .isEqualTo("the header names column 'a' twice");
  }

  @Test
  void readsWhatTabsOrSemicolonsSeparate() throws IOException {
    assertThat(read("step\tlr\n1\t0.5\n").get(0).values())
        .isEqualTo(Map.of("step", "1", "lr", "0.5"));
    assertThat(read("step;lr\n1;0.5\n").get(0).values())
        .isEqualTo(Map.of("step", "1", "lr", "0.5"));
  }
}

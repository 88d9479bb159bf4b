package io.lode.jobs.ingest.tracker;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.CellRowReader;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.Describe;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The history of a run of Weights and Biases, from the .wandb file that the run wrote: what was
 * logged together is a row. The run's configuration is its hyperparameters, without what starts
 * with {@code _wandb}.
 *
 * <p>Names for constants: {@code run_id}, {@code run_name}, {@code project}, {@code entity}, {@code
 * run_group}, {@code job_type}, {@code sweep_id}, {@code host}. {@code status} is {@code running}
 * where the run has not written its end.
 */
final class WandbReader extends CellRowReader {

  private static final int HISTORY = 2;

  private final WandbRecords records;
  private final RunMetadata facts;
  private final int mostColumns;
  private final WandbItems items = new WandbItems();
  private boolean ended;

  WandbReader(Path file, Configuration configuration) throws IOException {
    mostColumns = Bounds.of(configuration).mostColumns();
    facts = WandbRun.read(file, configuration);
    records = new WandbRecords(file, configuration);
  }

  @Override
  public boolean next() throws IOException {
    defect = null;
    items.clear();
    while (!ended) {
      try {
        byte[] record = records.next();
        if (record == null) {
          ended = true;
        } else if (isHistory(record)) {
          row = records.number();
          fill();
          return true;
        }
      } catch (RowDefect e) {
        ended = !WandbRecords.goesOnAfter(e);
        return damaged(e);
      } catch (DamagedDataException e) {
        ended = true;
        return damaged(new RowDefect("unreadable file", e.getMessage()));
      } catch (IOException e) {
        // Protobuf reports damage by this exception; the bytes of the record are in memory.
        return damaged(
            new RowDefect(
                "damaged record",
                "record " + records.number() + ": no record: " + Describe.shortly(e)));
      }
    }
    return false;
  }

  private boolean damaged(RowDefect found) {
    row = records.number();
    defect = found;
    return true;
  }

  /** Reads the items of a record of the history; says whether it is one. */
  private boolean isHistory(byte[] record) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(record);
    boolean history = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (HISTORY << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        history = true;
        items.readHistory(in.readBytes().newCodedInput());
      } else {
        in.skipField(tag);
      }
    }
    return history;
  }

  private void fill() {
    cells.clear();
    for (Map.Entry<String, String> item : items.values().entrySet()) {
      if (!cells.hasPlace(item.getKey(), mostColumns)) {
        defect =
            new RowDefect(
                "too many columns",
                "expected at most " + mostColumns + " in a file (ingest.most-columns)");
        return;
      }
      cells.set(cells.place(item.getKey()), item.getValue());
    }
  }

  @Override
  public String raw() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    items.values().forEach((name, value) -> text.add(name + "=" + value));
    return text.toString();
  }

  @Override
  public boolean keepsRaw() {
    return false;
  }

  /** False: each row has what was logged together. */
  @Override
  public boolean hasFixedColumns() {
    return false;
  }

  @Override
  public RunMetadata facts() {
    return facts;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}

package io.lode.jobs.ingest.tracker;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What a .wandb file says of its run, whose configuration may change until the last record. */
final class WandbRun {

  private static final int CONFIG = 5;
  private static final int RUN = 17;
  private static final int EXIT = 18;
  private static final int DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  /** Texts of a run by their field in the record. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          1,
          "run_id",
          2,
          "entity",
          3,
          "project",
          6,
          "run_group",
          7,
          "job_type",
          8,
          "run_name",
          12,
          "sweep_id",
          13,
          "host");

  private final Map<String, String> names = new TreeMap<>();
  private final WandbItems configuration = new WandbItems();
  private boolean described;
  private boolean exited;

  private WandbRun() {}

  /** Reads the whole file once; what is damaged is told by those who read its rows. */
  static RunMetadata read(Path file, Configuration hadoop) throws IOException {
    WandbRun run = new WandbRun();
    try (WandbRecords records = new WandbRecords(file, hadoop)) {
      boolean whole = true;
      while (whole) {
        try {
          byte[] record = records.next();
          whole = record != null;
          if (whole) {
            run.take(record);
          }
        } catch (RowDefect e) {
          whole = WandbRecords.goesOnAfter(e);
        } catch (DamagedDataException e) {
          whole = false;
        }
      }
    }
    if (run.described && !run.exited) {
      run.names.put(SourceDefinition.STATUS, "running");
    }
    Map<String, String> hyperparameters = new TreeMap<>(run.configuration.values());
    hyperparameters.keySet().removeIf(name -> name.startsWith("_wandb"));
    return new RunMetadata(run.names, hyperparameters, null);
  }

  private void take(byte[] bytes) {
    try {
      CodedInputStream record = CodedInputStream.newInstance(bytes);
      for (int tag = record.readTag(); tag != 0; tag = record.readTag()) {
        switch (tag) {
          case CONFIG << 3 | DELIMITED -> config(record.readBytes().newCodedInput());
          case RUN << 3 | DELIMITED -> run(record.readBytes().newCodedInput());
          case EXIT << 3 | DELIMITED -> {
            exited = true;
            record.skipField(tag);
          }
          default -> record.skipField(tag);
        }
      }
    } catch (IOException e) {
      // A record of the history that cannot be read becomes a rejected row; others say nothing.
      return;
    }
  }

  private void run(CodedInputStream run) throws IOException {
    described = true;
    exited = false;
    for (int tag = run.readTag(); tag != 0; tag = run.readTag()) {
      String name = NAMES.get(WireFormat.getTagFieldNumber(tag));
      if (name != null && WireFormat.getTagWireType(tag) == DELIMITED) {
        String text = run.readString();
        if (!text.isBlank()) {
          names.put(name, text);
        }
      } else if (tag == (4 << 3 | DELIMITED)) {
        config(run.readBytes().newCodedInput());
      } else {
        run.skipField(tag);
      }
    }
  }

  private void config(CodedInputStream config) throws IOException {
    for (int tag = config.readTag(); tag != 0; tag = config.readTag()) {
      if (tag == (1 << 3 | DELIMITED)) {
        configuration.readItem(config.readBytes().newCodedInput());
      } else {
        config.skipField(tag);
      }
    }
  }
}

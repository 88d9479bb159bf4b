package io.lode.jobs.ingest.tracker;

import io.lode.jobs.conf.source.LogFormats;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.ReadableFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Formats of experiment trackers. */
enum TrackerFormat implements ReadableFormat {
  /** A run of MLflow's file store, named by its meta.yaml, or MLflow's SQLite database. */
  MLFLOW {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return LoggedValuesReader.ofMlflow(file, configuration);
    }

    @Override
    public List<Path> parts(Path file, Configuration configuration) throws IOException {
      List<Path> parts = new ArrayList<>(List.of(file.suffix("-wal")));
      if (file.getName().startsWith("meta.yaml")) {
        parts.add(new Path(file.getParent().getParent(), "meta.yaml"));
        parts.addAll(MlflowRunFolder.all(file, configuration));
      }
      return parts;
    }

    @Override
    public Map<String, String> columns() {
      return Map.of("step", "step", "time", "time", SourceDefinition.STATUS, "status");
    }

    @Override
    public boolean isLong() {
      return true;
    }
  },

  /** Optuna's SQLite storage: the intermediate values of trials. */
  OPTUNA {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return LoggedValuesReader.ofOptuna(file, configuration);
    }

    @Override
    public List<Path> parts(Path file, Configuration configuration) {
      return List.of(file.suffix("-wal"));
    }

    @Override
    public Map<String, String> columns() {
      return Map.of("step", "step", SourceDefinition.STATUS, "status");
    }

    @Override
    public boolean isLong() {
      return true;
    }
  },

  /** Event files of TensorBoard, a scalar a row. */
  TENSORBOARD {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return new EventFileReader(LogStreams.open(file, configuration), Bounds.of(configuration));
    }

    @Override
    public Map<String, String> columns() {
      return Map.of("step", "step", "time", "wall_time");
    }

    @Override
    public boolean isLong() {
      return true;
    }
  },

  /** A run of Weights and Biases: its .wandb file, or its history as Parquet. */
  WANDB {
    @Override
    public LogReader open(SourceDefinition source, Path file, Configuration configuration)
        throws IOException {
      return WandbRecords.isOne(file, configuration)
          ? new WandbReader(file, configuration)
          : parquet().open(source, file, configuration);
    }

    @Override
    public Map<String, String> columns() {
      return Map.of("step", "_step", "time", "_timestamp");
    }

    @Override
    public boolean isDense() {
      return true;
    }
  };

  private static ReadableFormat parquet() {
    return (ReadableFormat) LogFormats.labelled("parquet");
  }

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

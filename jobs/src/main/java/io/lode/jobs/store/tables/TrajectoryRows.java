package io.lode.jobs.store.tables;

import io.lode.trajectory.Direction;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.StructLike;
import org.apache.spark.sql.Row;

/** Runs as rows of {@link TrajectoryTable}, and back. */
public final class TrajectoryRows {

  private TrajectoryRows() {}

  /**
   * What a row says beside the run itself.
   *
   * @param plannedSteps the total where it is known, else null
   * @param lastStep the last step that the run logged, whether or not it had diverged by then
   * @param statusReason why the run has its status, or null
   * @param removed whether the run does not count
   */
  public record Said(Double plannedSteps, Double lastStep, String statusReason, boolean removed) {

    /** What a stored row says. */
    public static Said of(Row row) {
      return new Said(
          row.getAs("planned_steps"),
          row.getAs("last_step"),
          row.getAs("status_reason"),
          isRemoved(row));
    }

    /** The same with another reason of its status. */
    public Said withReason(String other) {
      return new Said(plannedSteps, lastStep, other, removed);
    }

    /** The same of a run that counts, or does not. */
    public Said withRemoved(boolean other) {
      return new Said(plannedSteps, lastStep, statusReason, other);
    }
  }

  /** Whether the run of a row does not count. */
  public static boolean isRemoved(Row row) {
    return Boolean.TRUE.equals(row.<Boolean>getAs("removed"));
  }

  /**
   * The row of a run.
   *
   * @param said what the row says beside the run
   * @param digest the run's digest
   */
  public static StructLike toRow(
      GroupKey group, Objective objective, Run run, Said said, String digest) {
    Trajectory trajectory = run.trajectory();
    return ArrayRow.of(
        group.path(),
        run.sweep(),
        run.run(),
        group.model(),
        group.dataset(),
        group.optimizer(),
        run.seed(),
        new TreeMap<>(run.hyperparameters()),
        run.status().label(),
        run.totalSteps(),
        objective.metric(),
        objective.direction().label(),
        objective.direction() == Direction.MINIMIZE ? null : (Object) objective.ceiling(),
        list(trajectory.step()),
        list(trajectory.learningRate()),
        list(trajectory.trainLoss()),
        list(trajectory.objective()),
        digest,
        said.plannedSteps(),
        said.lastStep(),
        said.statusReason(),
        said.removed());
  }

  /** The run of a row. */
  public static Run toRun(Row row) {
    return new Run(
        row.getAs("sweep"),
        row.getAs("run"),
        row.getAs("seed"),
        row.<String, String>getJavaMap(row.fieldIndex("hyperparameters")),
        RunStatus.of(row.getAs("status")),
        row.<Double>getAs("total_steps"),
        new Trajectory(
            unboxed(row.getList(row.fieldIndex("step"))),
            unboxed(row.getList(row.fieldIndex("learning_rate"))),
            unboxed(row.getList(row.fieldIndex("train_loss"))),
            unboxed(row.getList(row.fieldIndex("objective")))));
  }

  /** The group of a row of any table that names one. */
  public static GroupKey group(Row row) {
    return new GroupKey(row.getAs("model"), row.getAs("dataset"), row.getAs("optimizer"));
  }

  /** The objective of a row of any table that names one. */
  public static Objective objective(Row row) {
    Double ceiling = row.getAs("objective_ceiling");
    return new Objective(
        row.getAs("objective_metric"),
        Direction.of(row.getAs("objective_direction")),
        ceiling == null ? Double.NaN : ceiling);
  }

  /** SHA-256 over everything that a run's row says. */
  public static String digest(GroupKey group, Objective objective, Run run) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha))) {
      text(out, group.path());
      text(out, objective.metric());
      text(out, objective.direction().label());
      out.writeDouble(objective.ceiling());
      text(out, run.sweep());
      text(out, run.run());
      text(out, run.seed());
      out.writeInt(run.hyperparameters().size());
      for (Map.Entry<String, String> entry : new TreeMap<>(run.hyperparameters()).entrySet()) {
        text(out, entry.getKey());
        text(out, entry.getValue());
      }
      text(out, run.status().label());
      out.writeDouble(run.totalSteps());
      numbers(out, run.trajectory().step());
      numbers(out, run.trajectory().learningRate());
      numbers(out, run.trajectory().trainLoss());
      numbers(out, run.trajectory().objective());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text == null ? -1 : bytes.length);
    out.write(bytes);
  }

  private static void numbers(DataOutputStream out, double[] numbers) throws IOException {
    out.writeInt(numbers.length);
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
    bytes.asDoubleBuffer().put(numbers);
    out.write(bytes.array());
  }

  /** NaN as null. */
  private static List<Double> list(double[] values) {
    return new AbstractList<>() {
      @Override
      public Double get(int i) {
        return Double.isNaN(values[i]) ? null : (Double) values[i];
      }

      @Override
      public int size() {
        return values.length;
      }
    };
  }

  /** Null as NaN. */
  private static double[] unboxed(List<Double> values) {
    double[] unboxed = new double[values.size()];
    int i = 0;
    for (Double value : values) {
      unboxed[i++] = value == null ? Double.NaN : value;
    }
    return unboxed;
  }
}

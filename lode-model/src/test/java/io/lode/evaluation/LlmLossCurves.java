package io.lode.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The published training curves of language models under nine schedules. */
public final class LlmLossCurves {

  /** The runs that the Multi-Power Law was published with. */
  public static final List<String> TRAINING_RUNS =
      List.of("cosine_24000", "constant_24000", "wsdcon_9");

  private static final List<String> RUNS =
      List.of(
          "constant_24000",
          "constant_72000",
          "cosine_24000",
          "cosine_72000",
          "wsd_20000_24000",
          "wsdcon_18",
          "wsdcon_3",
          "wsdcon_9",
          "wsdld_20000_24000");

  private LlmLossCurves() {}

  /**
   * All runs of a model size.
   *
   * @param size {@code 25M} or {@code 100M}
   */
  public static Sweep sweep(String size) {
    List<Run> runs = new ArrayList<>();
    for (String name : RUNS) {
      Trajectory trajectory = trajectory("/llm-loss-curves/" + size + "/" + name + ".csv");
      runs.add(
          new Run(
              "mpl", name, null, Map.of(), RunStatus.COMPLETED, trajectory.lastStep(), trajectory));
    }
    return new Sweep(
        new GroupKey("llama-" + size, "c4", "adamw"), Objective.minimize("train_loss"), runs);
  }

  private static Trajectory trajectory(String resource) {
    List<String> lines;
    try (InputStream stream = LlmLossCurves.class.getResourceAsStream(resource)) {
      lines = new String(stream.readAllBytes(), UTF_8).lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[][] columns = new double[3][lines.size()];
    for (int row = 0; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(",", -1);
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = Double.parseDouble(cells[column]);
      }
    }
    double[] unknown = new double[lines.size()];
    Arrays.fill(unknown, Double.NaN);
    return new Trajectory(columns[0], columns[1], unknown, columns[2]);
  }
}

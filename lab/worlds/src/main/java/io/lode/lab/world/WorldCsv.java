package io.lode.lab.world;

import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes simulated runs as the logs that a tracker would leave, one CSV file a run.
 *
 * <p>The file of a run is {@code {model}/{dataset}/{run}.csv} with the columns {@code step,
 * learning_rate, train_loss, validation_loss}. The last row of a diverged run has NaN losses.
 */
public final class WorldCsv {

  private static final String HEADER = "step,learning_rate,train_loss,validation_loss\n";

  private WorldCsv() {}

  /**
   * Writes runs below a directory; a file that is there is replaced.
   *
   * @param directory made where missing
   * @param model name of a folder
   * @param dataset name of a folder in it
   * @param runs whose names serve as file names
   * @throws IllegalArgumentException if a name is blank or would leave its folder
   * @throws IOException if a file cannot be written
   */
  public static void write(Path directory, String model, String dataset, List<Run> runs)
      throws IOException {
    Path folder = directory.resolve(plain(model)).resolve(plain(dataset));
    Files.createDirectories(folder);
    for (Run run : runs) {
      Files.writeString(
          folder.resolve(plain(run.run()) + ".csv"),
          text(run.trajectory()),
          StandardCharsets.UTF_8);
    }
  }

  private static String plain(String name) {
    if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a file");
    }
    return name;
  }

  private static String text(Trajectory trajectory) {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < trajectory.length(); i++) {
      text.append((long) trajectory.step()[i])
          .append(',')
          .append(trajectory.learningRate()[i])
          .append(',')
          .append(trajectory.trainLoss()[i])
          .append(',')
          .append(trajectory.objective()[i])
          .append('\n');
    }
    return text.toString();
  }
}

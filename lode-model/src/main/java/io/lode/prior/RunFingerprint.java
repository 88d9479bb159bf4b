package io.lode.prior;

import io.lode.artifact.Digests;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Knows a run again by the first values that it logged, whatever it is called now. */
public final class RunFingerprint {

  /** Logged values that are compared. Count: a run that is cut short later stays the same. */
  private static final int VALUES = 6;

  private static final int DIGITS = 12;

  private RunFingerprint() {}

  /** Of each run of a sweep, sorted, each once. */
  public static List<String> of(Sweep sweep) {
    return sweep.runs().stream().map(RunFingerprint::of).distinct().sorted().toList();
  }

  /** The same for runs that begin with the same finite values of the objective. */
  public static String of(Run run) {
    Trajectory trajectory = run.trajectory();
    StringBuilder values = new StringBuilder();
    int found = 0;
    for (int i = 0; i < trajectory.length() && found < VALUES; i++) {
      double value = trajectory.objective()[i];
      if (Double.isFinite(value)) {
        values.append(trajectory.step()[i]).append(' ').append(value).append('\n');
        found++;
      }
    }
    return Digests.sha256(values.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}

package io.lode.jobs.cli.options;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.pipeline.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The option by which a decision is for other hyperparameters than those of the best run. */
public final class DecisionOptions {

  @Option(
      names = "--at",
      split = ",",
      paramLabel = "NAME=VALUE",
      description =
          "values of hyperparameters that vary beside the rate, such as"
              + " weight_decay=0.1,batch_size=256; those of the best run stand in for others")
  private List<String> at = new ArrayList<>();

  /**
   * What the options say.
   *
   * @param varied names of the hyperparameters that proposals may change
   * @throws UsageException if a value is not of the form NAME=VALUE, or a name is given twice
   */
  public DecisionSettings settings(JobContext context, List<String> varied) {
    TreeMap<String, String> asked = new TreeMap<>();
    for (String one : at) {
      int equals = one.indexOf('=');
      if (equals < 1 || equals == one.length() - 1) {
        throw new UsageException(
            "--at takes NAME=VALUE, such as weight_decay=0.1, found '" + one + "'");
      }
      String name = one.substring(0, equals).strip();
      if (asked.put(name, one.substring(equals + 1).strip()) != null) {
        throw new UsageException("--at names " + name + " twice; give one value");
      }
    }
    for (String name : varied) {
      if (asked.containsKey(name)) {
        throw new UsageException(
            "--vary and --at both name " + name + "; a value is either given or varied");
      }
    }
    return new DecisionSettings(
        HyperparameterSettings.of(context.settings()), asked, new ArrayList<>(varied));
  }
}

package io.lode.jobs.ingest.inspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How groups and runs are named where neither paths nor columns name them. */
final class Identity {

  private static final Pattern OPTIMIZER =
      Pattern.compile("(?i)(?:.*[._/])?(?:optim|optimizer|opt)(?:_?name|_?type)?");
  private static final Pattern MODEL =
      Pattern.compile("(?i)(?:.*[._/])?(?:model|arch|model_?name|architecture)");
  private static final Pattern DATASET =
      Pattern.compile("(?i)(?:.*[._/])?(?:dataset|data_?set|dataset_?name)");
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?i)logs?|runs?|data|output|outputs|results?|experiments?|\\.|wandb|mlruns|lightning_logs|tb_logs");

  private Identity() {}

  /**
   * Texts of constants by field.
   *
   * @param input what the folder of all logs is called
   * @param folder what a folder in it is called that holds these logs alone
   */
  static Map<String, String> of(
      Kind kind, String input, String folder, List<Map<String, String>> hyperparameters) {
    Map<String, String> constants = new TreeMap<>();
    String model = named(hyperparameters, MODEL);
    String dataset = named(hyperparameters, DATASET);
    String optimizer = named(hyperparameters, OPTIMIZER);
    constants.put("model", alternatives(model, input));
    constants.put("dataset", alternatives(dataset, folder));
    constants.put("optimizer", alternatives(optimizer, "unknown"));
    switch (kind.format()) {
      case "mlflow" -> {
        constants.put("run", "{run_id}");
        constants.put("sweep", "{experiment|experiment_id}");
        constants.put("model", "{model|experiment|'" + input + "'}");
      }
      case "optuna" -> {
        constants.put("run", "{study}-{trial}");
        constants.put("sweep", "{study}");
        constants.put(
            "model", "{" + (model == null ? "" : model + "|") + "attributes.model|study}");
      }
      case "wandb" ->
          constants.put(
              "model", "{" + (model == null ? "" : model + "|") + "project|'" + input + "'}");
      default -> {}
    }
    return constants;
  }

  private static String alternatives(String hyperparameter, String otherwise) {
    return hyperparameter == null ? otherwise : "{" + hyperparameter + "|'" + otherwise + "'}";
  }

  private static String named(List<Map<String, String>> hyperparameters, Pattern names) {
    for (Map<String, String> run : hyperparameters) {
      for (Map.Entry<String, String> entry : run.entrySet()) {
        boolean isName =
            entry.getValue().matches("[\\w./ -]{1,60}") && !entry.getValue().contains("/");
        if (names.matcher(entry.getKey()).matches() && isName) {
          return entry.getKey();
        }
      }
    }
    return null;
  }

  /** What the folder of the logs is called, where that says something. */
  static String inputName(String input) {
    String path = input.replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String plain = name.replaceAll("[^a-z0-9_.-]", "-");
    return plain.isEmpty() || PLAIN.matcher(plain).matches() ? "model" : plain;
  }

  /** The folder that all of some paths start with, where its name says something. */
  static String folderName(List<String> paths) {
    String first = paths.get(0).contains("/") ? paths.get(0).replaceFirst("/.*", "") : "";
    boolean common = paths.stream().allMatch(path -> path.startsWith(first + "/"));
    boolean says = common && paths.size() > 1 && !PLAIN.matcher(first).matches();
    return says ? inputName(first) : "dataset";
  }
}

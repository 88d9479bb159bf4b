package io.lode.jobs.ingest.inspect;

import io.lode.jobs.conf.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source file for some logs that are read alike.
 *
 * @param text the file
 * @param questions what a person should look at
 */
record SourceGuess(String text, List<Question> questions) {

  /** What is known of some logs. */
  record Known(
      String input,
      List<String> paths,
      Kind kind,
      List<Sample> samples,
      ColumnGuess columns,
      HyperparameterGuess beside,
      Segments segments) {}

  /** Puts the guesses together. */
  static SourceGuess of(Known known) {
    return new Writing(known).write();
  }

  private static final class Writing {

    private final Known known;
    private final Kind kind;
    private final ColumnGuess columns;
    private final List<Question> questions = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Map<String, String>> hyperparameters = new ArrayList<>();
    private final List<String> keys;

    Writing(Known known) {
      this.known = known;
      kind = known.kind();
      columns = known.columns();
      keys = known.segments() == null ? List.of() : known.segments().keys();
      hyperparameters.addAll(known.beside().ofRuns());
      known.samples().stream()
          .map(this::settings)
          .filter(values -> !values.isEmpty())
          .forEach(hyperparameters::add);
    }

    /** What the rows of a file, and the file itself, say of its run's configuration. */
    private Map<String, String> settings(Sample sample) {
      Map<String, String> settings = new TreeMap<>(sample.hyperparameters());
      for (String column : columns.settings()) {
        Sample.Column found = sample.columns().get(column);
        if (found != null && found.first() != null) {
          settings.put(column, found.first());
        }
      }
      return settings;
    }

    SourceGuess write() {
      questions.addAll(kind.questions());
      questions.addAll(columns.questions());
      line("format = " + kind.format());
      kind.settings().forEach(this::line);
      boolean runsInRows =
          columns.identity().containsKey("run") || columns.runColumn() || !keys.isEmpty();
      PathGuess path = PathGuess.of(known.paths(), kind, runsInRows);
      questions.addAll(path.questions());
      line("path = " + quoted(FolderParts.dvcLiveTables(path.path())));
      line("");
      constants(path);
      columns();
      objective();
      line("");
      hyperparameters();
      rates();
      return new SourceGuess(text(), questions);
    }

    private void constants(PathGuess path) {
      Map<String, String> constants = new TreeMap<>(path.constants());
      String name = Identity.inputName(known.input());
      Map<String, String> guessed =
          Identity.of(kind, name, Identity.folderName(known.paths()), hyperparameters);
      guessed.forEach(
          (field, text) -> {
            if (!path.captured().contains(field) && !columns.identity().containsKey(field)) {
              constants.putIfAbsent(field, text);
            }
          });
      if (!keys.isEmpty()) {
        constants.put("run", "{" + String.join("}-{", keys) + "}");
        keys.stream()
            .filter(key -> key.toLowerCase(Locale.ROOT).startsWith("optim"))
            .forEach(key -> constants.put("optimizer", "{" + key + "}"));
      }
      line("# Runs of one model, dataset and optimizer are a group: they are compared.");
      line("constants {");
      constants.forEach((field, text) -> line("  " + field + " = " + quoted(text)));
      line("}");
      if (!keys.isEmpty()) {
        line("# The step starts again where these columns change, so they name the run.");
        line("hyperparameter-columns = [" + quotedAll(keys) + "]");
      } else if (known.segments() != null && known.segments().count() > 1) {
        questions.add(
            Question.note(
                "the step goes back "
                    + (known.segments().count() - 1)
                    + " times in "
                    + known.samples().get(0).file().relativePath()
                    + ", as when a run was started again in the same file"));
      }
    }

    private void columns() {
      List<String> declared = new ArrayList<>();
      boolean stepIsKnown =
          kind.isLong() && !kind.format().equals("csv") && !kind.format().equals("json");
      columns
          .fields()
          .forEach(
              (role, name) -> {
                boolean known =
                    (role == Role.STEP || role == Role.TIME)
                        && (stepIsKnown
                            || name.equals("_step")
                            || (kind.format().equals("wandb") && name.equals("_timestamp")));
                boolean sameAsStep =
                    role == Role.EPOCH && name.equals(columns.fields().get(Role.STEP));
                if (!known && !sameAsStep) {
                  declared.add(role.field() + " = " + quoted(columns.column(name)));
                }
              });
      if (kind.format().equals("parquet") && "_step".equals(columns.fields().get(Role.STEP))) {
        declared.add("step = \"_step\"");
      }
      columns.identity().forEach((field, name) -> declared.add(field + " = " + quoted(name)));
      line("");
      line("# Other columns with numbers are kept as metrics by their names.");
      line("columns {");
      declared.forEach(column -> line("  " + column));
      line("}");
      if (!columns.fields().containsKey(Role.STEP)
          && !stepIsKnown
          && !kind.format().equals("wandb")) {
        line("steps-from = order");
        questions.add(
            Question.open(
                "no column is a step; found "
                    + Listing.of(columns.numeric())
                    + ". The rows of a run are counted instead"));
      }
      if (hasNoSteps()) {
        line("steps-from = order");
        questions.add(
            Question.open(
                "every value was logged at step 0, as where no step is given. The values of a metric"
                    + " are counted instead"));
      }
    }

    /** Whether values were logged without steps, which trackers store as step 0. */
    private boolean hasNoSteps() {
      return kind.isDatabase()
          && most("step") == 0
          && known.samples().stream().anyMatch(sample -> sample.rows() > sample.columns().size());
    }

    private void objective() {
      line("");
      Map<Role, String> fields = columns.fields();
      if (fields.containsKey(Role.VALIDATION_LOSS)) {
        line("objective { metric = validation_loss, direction = minimize }");
      } else if (fields.containsKey(Role.VALIDATION_ACCURACY)) {
        line(
            "objective { metric = validation_accuracy, direction = maximize, ceiling = "
                + (most(fields.get(Role.VALIDATION_ACCURACY)) > 1 ? "100" : "1")
                + " }");
      } else if (fields.containsKey(Role.TRAIN_LOSS)) {
        line("objective { metric = train_loss, direction = minimize }");
      } else {
        String metric =
            columns.numeric().stream()
                .filter(name -> !fields.containsValue(name))
                .findFirst()
                .orElse("loss");
        line("objective { metric = " + quoted(columns.column(metric)) + ", direction = minimize }");
        questions.add(
            Question.open(
                "no column is a loss or an accuracy; found "
                    + Listing.of(columns.numeric())
                    + ". Say in objective what runs are judged by"));
      }
    }

    private double most(String column) {
      return known.samples().stream()
          .map(sample -> sample.columns().get(column))
          .filter(found -> found != null && found.numbers() > 0)
          .mapToDouble(Sample.Column::most)
          .max()
          .orElse(Double.NaN);
    }

    private double least(String column) {
      return known.samples().stream()
          .map(sample -> sample.columns().get(column))
          .filter(found -> found != null && found.numbers() > 0)
          .mapToDouble(Sample.Column::least)
          .min()
          .orElse(Double.NaN);
    }

    private void hyperparameters() {
      if (!columns.settings().isEmpty()) {
        List<String> prefixes =
            columns.settings().stream()
                .map(name -> name.replaceFirst("^([A-Za-z]+[./]).*$", "$1*"))
                .distinct()
                .toList();
        line("hyperparameter-columns = [" + quotedAll(prefixes) + "]");
      }
      if (known.beside().name() != null) {
        line("hyperparameters = " + quoted(known.beside().name()));
      }
    }

    private void rates() {
      String step = columns.fields().getOrDefault(Role.STEP, kind.isLong() ? "step" : "_step");
      String total = HyperparameterGuess.total(hyperparameters, step, least(step), most(step));
      if (total != null) {
        line("total-steps = " + quoted(total));
      }
      if (!columns.fields().containsKey(Role.LEARNING_RATE)) {
        Map<String, String> one = hyperparameters.isEmpty() ? Map.of() : hyperparameters.get(0);
        RateGuess rate = RateGuess.of(one, total != null, most(step));
        rate.lines().forEach(this::line);
        questions.addAll(rate.questions());
      }
    }

    private String text() {
      StringBuilder text =
          new StringBuilder(
              "# Written by lode inspect. conf/sources/csv.conf explains every key.\n");
      for (Question question : questions) {
        text.append(question.open() ? "# QUESTION: " : "# Note: ")
            .append(question.text())
            .append(".\n");
      }
      text.append("source {\n");
      lines.forEach(line -> text.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
      return text.append("}\n").toString();
    }

    private void line(String line) {
      lines.add(line);
    }

    private static String quotedAll(List<String> texts) {
      return String.join(", ", texts.stream().map(Writing::quoted).toList());
    }

    private static String quoted(String text) {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
  }
}

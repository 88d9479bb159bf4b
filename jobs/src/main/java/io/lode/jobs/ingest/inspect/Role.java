package io.lode.jobs.ingest.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field of an observation, and how logs use to name its column, the most telling first. */
enum Role {
  STEP(
      "step",
      "trainer/global_step|train/global_step|global[_ ]?step",
      "_?steps?|train(?:ing)?[_/ ]steps?",
      "iter(?:ation)?s?|training_iteration|num_updates|updates?|batch(?:es)?|tokens_seen",
      "epochs?|epoch_num"),
  EPOCH("epoch", "epochs?|train/epoch|epoch_num"),
  TIME(
      "time",
      "_timestamp|timestamps?|wall_?time|total_duration",
      "_runtime|time|elapsed(?:_time)?|time_total_s|train_runtime"),
  LEARNING_RATE(
      "learning_rate",
      "learning[_ ]?rate",
      "lr",
      "(?:train(?:ing)?|optim(?:izer)?|opt|schedule[r]?|epoch|params?|charts?)[_/. ](?:lr|learning[_ ]?rate)"
          + "(?:[_/.-]?(?:group|pg)?_?0)?",
      "lr[-_/.](?:adam\\w*|sgd|rmsprop|lion|\\w+)(?:[/_-](?:pg|group)?\\d+)?|lr\\.0|learning_rate[_/.](?:group)?_?0",
      ".*(?:^|[_/. -])(?:lr|learning[_ ]?rate)(?:$|[_/. -]).*"),
  TRAIN_LOSS(
      "train_loss",
      "train(?:ing)?[_/. -]?loss",
      "train(?:ing)?[_/. -](?:loss_epoch|epoch_loss|total_loss|loss_step|lm_loss|nll|cross_entropy|ce_loss|mse)",
      "loss|total[_ ]loss|lm[_ ]loss|epoch_loss|loss[_/]train(?:ing)?|running_loss|avg_loss",
      "train(?:ing)?[_/. -].*loss.*|.*loss.*train.*"),
  VALIDATION_LOSS(
      "validation_loss",
      "(?:val|valid|validation)[_/. -]?loss",
      "(?:val|valid|validation|eval|dev|evaluation)[_/. -](?:loss(?:_epoch)?|epoch_loss|total_loss|lm_loss|nll|cross_entropy)"
          + "|loss[_/](?:val|valid|validation|eval)|dev",
      "eval[_/. -]?loss|evaluation_loss|intermediate_value",
      "(?:val|valid|validation|eval|dev)[_/. -].*loss.*",
      "test[_/. -]?(?:loss|nll)|loss[_/]test"),
  VALIDATION_ACCURACY(
      "validation_accuracy",
      "(?:val|valid|validation|eval|dev)[_/. -]?(?:acc|accuracy)(?:_epoch)?",
      "(?:val|valid|validation|eval|dev)[_/. -](?:epoch_acc(?:uracy)?|acc1|acc@1|top1|top_?1_acc(?:uracy)?|categorical_accuracy|sparse_categorical_accuracy)",
      "test[_/. -]?(?:acc|accuracy)|epoch_accuracy|(?:acc|accuracy)[_/](?:val|valid|test)");

  private final String field;

  /** A group for each way of naming, the most telling first. */
  private final Pattern names;

  Role(String field, String... names) {
    this.field = field;
    this.names = Pattern.compile("(" + String.join(")|(", names) + ")");
  }

  /** The field's name in a source file. */
  String field() {
    return field;
  }

  /** The most telling of some names, or null where none is one of the field. */
  String of(Collection<String> columns) {
    List<String> all = all(columns);
    return all.isEmpty() ? null : all.get(0);
  }

  /** All of some names that may be the field, the most telling first. */
  List<String> all(Collection<String> columns) {
    TreeMap<Integer, TreeSet<String>> byRank = new TreeMap<>();
    for (String column : columns) {
      // A colon stands behind a folder, as in train:loss.
      String plain = column.strip().toLowerCase(Locale.ROOT).replace(':', '/');
      Matcher named = names.matcher(plain);
      if (named.matches()) {
        int rank = 1;
        while (named.group(rank) == null) {
          rank++;
        }
        byRank.computeIfAbsent(rank, key -> new TreeSet<>()).add(column);
      }
    }
    List<String> found = new ArrayList<>();
    byRank.values().forEach(found::addAll);
    return found;
  }
}

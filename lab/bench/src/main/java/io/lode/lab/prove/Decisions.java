package io.lode.lab.prove;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.Digests;
import io.lode.artifact.ScheduleCsv;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.schedule.PiecewiseLogLinear;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a head-to-head decided once, and does not decide again when it goes on.
 *
 * @param folder of the head-to-head
 */
record Decisions(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIGITS = 12;

  /**
   * A schedule that was decided on.
   *
   * @param path of its CSV, relative to the head-to-head's folder
   * @param mean expected objective
   * @param standardDeviation of that
   * @param note why, in words
   * @param repeats name of the run whose schedule it is; null where it is new
   * @param hyperparameters settings that it is for, beside the schedule
   */
  record Decision(
      String path,
      double mean,
      double standardDeviation,
      String note,
      String repeats,
      Map<String, String> hyperparameters) {

    /** Copies the settings; a decision that was saved without any has none. */
    Decision {
      hyperparameters = hyperparameters == null ? Map.of() : Map.copyOf(hyperparameters);
    }

    /** What a trial of it has for settings. */
    Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(hyperparameters);
      settings.put(TrialDefinition.SCHEDULE, path);
      return settings;
    }
  }

  /** Whether a name was decided on. */
  boolean has(String name) {
    return Files.exists(file(name));
  }

  Optional<Decision> read(String name) {
    return has(name)
        ? Optional.of(load(file(name), new TypeReference<Decision>() {}))
        : Optional.empty();
  }

  /** The decision of a name, made now where it was not made before. */
  Decision once(String name, Supplier<Published> decide) {
    return read(name).orElseGet(() -> save(file(name), decision(decide.get())));
  }

  /** The decisions of a name, made now where they were not made before. */
  List<Decision> all(String name, Supplier<List<Published>> decide) {
    return has(name)
        ? load(file(name), new TypeReference<List<Decision>>() {})
        : save(file(name), decide.get().stream().map(this::decision).toList());
  }

  /** The schedule of a decision. */
  PiecewiseLogLinear schedule(Decision decision) {
    Path csv = folder.resolve(decision.path());
    try {
      return ScheduleCsv.read(Files.readAllBytes(csv), csv.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Decision decision(Published published) {
    return new Decision(
        write(published),
        published.mean(),
        published.standardDeviation(),
        published.decision() + ": " + published.reason(),
        published.repeats(),
        published.settings());
  }

  /** Equal schedules have one file, so that their runs are made once. */
  private String write(Published published) {
    byte[] csv = ScheduleCsv.write(published.schedule());
    String name = "schedules/" + Digests.sha256(csv).substring(0, DIGITS) + ".csv";
    Path path = folder.resolve(name);
    try {
      Files.createDirectories(path.getParent());
      Files.write(path, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  private Path file(String name) {
    return folder.resolve("decisions").resolve(name + ".json");
  }

  private static <T> T save(Path file, T content) {
    try {
      Files.createDirectories(file.getParent());
      Path temporary = file.resolveSibling("." + file.getFileName());
      JSON.writeValue(temporary.toFile(), content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  private static <T> T load(Path file, TypeReference<T> type) {
    try {
      return JSON.readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}

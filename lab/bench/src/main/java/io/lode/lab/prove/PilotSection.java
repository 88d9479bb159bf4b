package io.lode.lab.prove;

import com.typesafe.config.Config;
import io.lode.jobs.conf.KnownKeys;
import io.lode.jobs.conf.trial.TrialDefinition.Sample;
import io.lode.jobs.conf.trial.TrialFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the section {@code pilot} of a trial file. */
final class PilotSection {

  private static final List<String> KEYS =
      List.of("sample", "finalists", "finalist-seeds", "seeds");

  private PilotSection() {}

  /**
   * Reads the pilot of a trial file.
   *
   * @param used seeds of the sweep and of the head-to-head, which the pilot must leave alone
   * @throws io.lode.jobs.UsageException if the file has no section {@code pilot}, or that holds an
   *     unknown key or a wrong value
   */
  static PilotDefinition read(Path file, Set<Long> used) {
    return TrialFile.readSection(file, "pilot", (whole, where) -> read(whole, where, used));
  }

  private static PilotDefinition read(Config whole, String where, Set<Long> used) {
    if (!whole.hasPath("pilot")) {
      throw new IllegalArgumentException("expected a section pilot beside trial, found none");
    }
    Config pilot = whole.getConfig("pilot");
    KnownKeys.require(pilot.root(), KEYS, where);
    Sample sample = TrialFile.sample(pilot.getConfig("sample"), where + ".sample");
    int finalists = pilot.getInt("finalists");
    if (finalists < 1 || finalists > sample.count()) {
      throw new IllegalArgumentException(
          "pilot.finalists must be from 1 to sample.count, found " + finalists);
    }
    List<Long> finalistSeeds = pilot.getLongList("finalist-seeds");
    List<Long> seeds = pilot.getLongList("seeds");
    if (finalistSeeds.isEmpty() || seeds.size() < 2) {
      throw new IllegalArgumentException(
          "pilot needs a finalist-seed and 2 seeds at least, found "
              + finalistSeeds
              + " and "
              + seeds);
    }
    Set<Long> seen = new HashSet<>(used);
    for (List<Long> all : List.of(finalistSeeds, seeds)) {
      for (long seed : all) {
        if (!seen.add(seed)) {
          throw new IllegalArgumentException(
              "seeds of the pilot must be fresh and different, found " + seed + " again");
        }
      }
    }
    return new PilotDefinition(sample, finalists, finalistSeeds, seeds);
  }
}

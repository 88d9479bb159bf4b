package io.lode.jobs.print;

import io.lode.prior.Kind;
import io.lode.prior.PriorArtifact;
import io.lode.prior.PriorArtifact.Source;
import io.lode.prior.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A prior as a person reads it: where it comes from, and what it expects of a group. */
public final class PriorCard {

  private PriorCard() {}

  /** Lines for people. */
  public static List<String> lines(PriorArtifact artifact) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "prior "
            + artifact.id()
            + ", version "
            + artifact.version()
            + ", from "
            + artifact.prior().groups().size()
            + " groups");
    for (Source source : artifact.sources()) {
      lines.add(
          "  "
              + source.groups()
              + " of "
              + source.from()
              + (source.snapshot().isEmpty() ? "" : ", snapshot " + source.snapshot()));
    }
    for (Kind kind : artifact.prior().kinds()) {
      lines.add(String.format(Locale.ROOT, "  share of groups %.2f:", kind.share()));
      for (Unknown unknown : Unknown.values()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "    %-55s %6.2f ± %.2f",
                unknown.words(),
                kind.unknowns().mean(unknown),
                kind.unknowns().width(unknown)));
      }
    }
    return lines;
  }

  /** The same for programs: one record a kind, with mean and standard deviation by unknown. */
  public static List<Map<String, Object>> unknowns(PriorArtifact artifact) {
    List<Map<String, Object>> kinds = new ArrayList<>();
    for (Kind kind : artifact.prior().kinds()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("share", kind.share());
      for (Unknown unknown : Unknown.values()) {
        one.put(
            unknown.name().toLowerCase(Locale.ROOT),
            List.of(kind.unknowns().mean(unknown), kind.unknowns().width(unknown)));
      }
      kinds.add(one);
    }
    return kinds;
  }
}

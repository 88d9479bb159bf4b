package io.lode.jobs.group;

import io.lode.search.Night;
import io.lode.search.ScheduleDecision;
import java.util.Locale;

/** What may be published; docs/method.md gives the rules. */
public enum Policy {
  /** The best plan, where even its pessimistic outcome beats what is proven. */
  PLANNED("a plan that no run has tried: expected better, not shown to be"),

  /** Only schedules that were run at least twice, or the best run's own. */
  PROVEN("judged on few repeats: about one run's noise over the root of their number");

  private final String risk;

  Policy(String risk) {
    this.risk = risk;
  }

  /** The name used in options and artifacts. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the policy leaves open. */
  String risk(ScheduleDecision decision) {
    return decision instanceof ScheduleDecision.Kept
        ? "the schedule of a run that was seen: no more than the luck of that run"
        : risk;
  }

  /** The decision that the policy publishes. */
  ScheduleDecision decision(Night night) {
    return this == PLANNED ? night.planned() : night.proven();
  }
}

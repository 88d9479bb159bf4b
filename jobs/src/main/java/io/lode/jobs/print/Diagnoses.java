package io.lode.jobs.print;

import io.lode.search.evidence.Finding;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the diagnosis of a sweep is printed. */
public final class Diagnoses {

  private Diagnoses() {}

  /** The findings as JSON. */
  public static List<Map<String, Object>> json(List<Finding> findings) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("kind", finding.kind().label());
      entry.put("finding", finding.text());
      entry.put("next", finding.next());
      entries.add(entry);
    }
    return entries;
  }

  /** One line a finding. */
  public static List<String> lines(GroupKey group, List<Finding> findings) {
    return findings.stream().map(finding -> group + ", sweep: " + finding.inWords()).toList();
  }
}

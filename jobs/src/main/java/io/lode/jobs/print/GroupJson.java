package io.lode.jobs.print;

import io.lode.trajectory.GroupKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** A group's names as the first keys of a JSON object. */
public final class GroupJson {

  private GroupJson() {}

  public static Map<String, Object> of(GroupKey group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", group.model());
    json.put("dataset", group.dataset());
    json.put("optimizer", group.optimizer());
    return json;
  }
}

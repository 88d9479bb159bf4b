package io.lode.jobs.ingest.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.store.Store;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers what deliveries came to, and which was the last for every group: a delivery that comes
 * again changes nothing only where none came in between.
 *
 * @param store where they came
 */
public record Deliveries(Store store) {

  private static final String LATEST = "deliveries/latest.json";

  /** Where the latest deliveries are, the snapshot of observations that they ended with. */
  private static final String SNAPSHOT = "";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a delivery came to, where it is the last that came. */
  public Optional<IngestReport> known(String delivery) {
    return store
        .files()
        .read(receipt(delivery))
        .map(bytes -> read(bytes, new TypeReference<IngestReport>() {}))
        .filter(
            report -> {
              Map<String, String> latest = latest();
              return report.groups().stream()
                  .allMatch(group -> delivery.equals(latest.get(path(group))));
            });
  }

  /** Remembers a delivery as the last one of its groups. */
  public void remember(IngestReport report) {
    Map<String, String> latest = latest();
    report.groups().forEach(group -> latest.put(path(group), report.delivery()));
    latest.put(SNAPSHOT, snapshot());
    store.files().replace(receipt(report.delivery()), write(report));
    store.files().replace(LATEST, write(latest));
  }

  /**
   * Whether trajectories say all that observations do: not where the last delivery was cut off, nor
   * right after the tables were compacted.
   */
  boolean isLastWhole() {
    return snapshot().equals(latest().getOrDefault(SNAPSHOT, snapshotOf(Optional.empty())));
  }

  private String snapshot() {
    return snapshotOf(store.observations().snapshot());
  }

  private static String snapshotOf(Optional<Long> id) {
    return id.map(String::valueOf).orElse("none");
  }

  private Map<String, String> latest() {
    return store
        .files()
        .read(LATEST)
        .map(bytes -> read(bytes, new TypeReference<TreeMap<String, String>>() {}))
        .orElseGet(TreeMap::new);
  }

  private static String path(IngestReport.GroupCount group) {
    return new GroupKey(group.model(), group.dataset(), group.optimizer()).path();
  }

  private static String receipt(String delivery) {
    return "deliveries/" + delivery + ".json";
  }

  private static byte[] write(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(byte[] bytes, TypeReference<T> type) {
    try {
      return JSON.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

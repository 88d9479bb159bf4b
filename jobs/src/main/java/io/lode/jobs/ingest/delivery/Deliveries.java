package io.lode.jobs.ingest.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ArtifactException;
import io.lode.artifact.SealedJson;
import io.lode.jobs.Notices;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  private static final String FOLDER = "deliveries";
  private static final String SUFFIX = ".json";
  private static final String LATEST = FOLDER + "/latest" + SUFFIX;

  /** Where the latest deliveries are, the snapshot of observations that they ended with. */
  private static final String SNAPSHOT = "";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a delivery came to, where it is the last that came. */
  public Optional<IngestReport> known(String delivery) {
    return store
        .files()
        .read(receipt(delivery))
        .flatMap(bytes -> read(bytes, receipt(delivery), new TypeReference<IngestReport>() {}))
        .filter(report -> delivery.equals(report.delivery()))
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
        .flatMap(bytes -> read(bytes, LATEST, new TypeReference<TreeMap<String, String>>() {}))
        .orElseGet(TreeMap::new);
  }

  private static String path(IngestReport.GroupCount group) {
    return new GroupKey(group.model(), group.dataset(), group.optimizer()).path();
  }

  private static String receipt(String delivery) {
    return FOLDER + "/" + delivery + SUFFIX;
  }

  private static byte[] write(Object value) {
    try {
      return SealedJson.seal(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a file says; empty where it is damaged: all of it follows from reading the logs again. */
  private static <T> Optional<T> read(byte[] bytes, String path, TypeReference<T> type) {
    Optional<T> value = parsed(bytes, type);
    if (value.isEmpty()) {
      Notices.tell(path + " is damaged: logs that were known are read again, and it is rebuilt");
    }
    return value;
  }

  private static <T> Optional<T> parsed(byte[] bytes, TypeReference<T> type) {
    try {
      return Optional.ofNullable(JSON.readValue(SealedJson.open(bytes, "it"), type));
    } catch (IOException | ArtifactException e) {
      return Optional.empty();
    }
  }

  /** Forgets which deliveries are known: the logs of each are read once more. */
  public void forgetLatest() {
    store.files().delete(LATEST);
  }

  /** Looks at every file. */
  public List<Finding> check(Finding.Repair repair) {
    List<Finding> findings = new ArrayList<>();
    StoreFiles files = store.files();
    for (String name : files.list(FOLDER)) {
      String path = FOLDER + "/" + name;
      if (SetAside.isAside(name)) {
        continue;
      }
      if (!name.endsWith(SUFFIX)) {
        findings.add(Finding.strange(path));
        continue;
      }
      byte[] bytes = files.read(path).orElse(new byte[0]);
      boolean sound =
          path.equals(LATEST)
              ? parsed(bytes, new TypeReference<TreeMap<String, String>>() {}).isPresent()
              : parsed(bytes, new TypeReference<IngestReport>() {})
                  .filter(report -> receipt(report.delivery()).equals(path))
                  .isPresent();
      if (!sound) {
        findings.add(
            repair == Finding.Repair.MEND
                ? new Finding(
                    path,
                    "it is damaged",
                    "it is set aside as "
                        + SetAside.file(files, path)
                        + "; the next ingest reads its logs again and rebuilds it",
                    Finding.State.MENDED)
                : new Finding(
                    path,
                    "it is damaged",
                    "the next ingest of its logs rebuilds it",
                    Finding.State.DAMAGED));
      }
    }
    return findings;
  }
}

package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.FitCheckpoints;
import io.lode.trajectory.GroupKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checkpoints of the fit of one latent ensemble, in the store: {@code checkpoints/GROUP/ID.
 * safetensors}, replaced in one step and deleted once the ensemble is published.
 *
 * @param files the store's files
 * @param group that is fitted
 * @param id of the ensemble, which says by what data, settings and code it is fitted
 */
public record LatentCheckpoints(StoreFiles files, GroupKey group, String id)
    implements FitCheckpoints {

  private static final int EVERY_STEPS = 100;
  private static final String STEP = "checkpoint.step";
  private static final String PARAMETERS = "checkpoint.parameters";
  private static final String FIRST_MOMENT = "checkpoint.first_moment";
  private static final String SECOND_MOMENT = "checkpoint.second_moment";

  @Override
  public int everySteps() {
    return EVERY_STEPS;
  }

  /**
   * The last one that was saved.
   *
   * @throws ArtifactException if it is damaged
   */
  @Override
  public Optional<FitCheckpoint> last() {
    return files.read(path()).map(bytes -> checkpoint(Safetensors.read(bytes, path())));
  }

  @Override
  public void save(FitCheckpoint checkpoint) {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(STEP, Tensor.vector(checkpoint.step()));
    tensors.put(PARAMETERS, Tensor.matrix(checkpoint.parameters()));
    tensors.put(FIRST_MOMENT, Tensor.matrix(checkpoint.firstMoment()));
    tensors.put(SECOND_MOMENT, Tensor.matrix(checkpoint.secondMoment()));
    files.replace(path(), new Safetensors(new TreeMap<>(tensors), new TreeMap<>()).write());
  }

  /** Deletes it, where there is one. */
  public void delete() {
    files.delete(path());
  }

  /** Where it lies, relative to the store. */
  public String path() {
    return "checkpoints/" + group.path() + "/" + id + ".safetensors";
  }

  private FitCheckpoint checkpoint(Safetensors file) {
    return new FitCheckpoint(
        (int) file.require(STEP, path()).data()[0],
        file.require(PARAMETERS, path()).rows(),
        file.require(FIRST_MOMENT, path()).rows(),
        file.require(SECOND_MOMENT, path()).rows());
  }
}

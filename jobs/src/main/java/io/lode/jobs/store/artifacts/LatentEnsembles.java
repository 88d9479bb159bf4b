package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.EnsembleCard;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.model.latent.FeatureScale;
import io.lode.model.latent.LatentEnsemble;
import io.lode.model.latent.LatentForecaster;
import io.lode.model.latent.LatentLayout;
import io.lode.model.latent.LatentSizes;
import io.lode.model.latent.RunGrid;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.MetricTransform;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fitted ensembles of the papers' latent ODE in the store: parameters as safetensors beside their
 * card, in the folder of the group's ensembles.
 *
 * @param artifacts the store's artifacts
 */
public record LatentEnsembles(Artifacts artifacts) implements Serializable {

  private static final String CARD = "card.json";
  private static final String PARAMETERS = "parameters.safetensors";
  private static final String SIZES = "latent.sizes";
  private static final String MEMBERS = "latent.members";
  private static final String MEAN = "latent.scale.mean";
  private static final String DEVIATION = "latent.scale.deviation";
  private static final String GRID = "latent.grid";
  private static final String CODES = "latent.codes";
  private static final String LENGTHS = "latent.runs.length";
  private static final String RATES = "latent.runs.log_learning_rate";

  /** Publishes an ensemble under its card's id; an ensemble of that id is left as it is. */
  public void publish(GroupKey group, EnsembleCard card, LatentForecaster forecaster) {
    artifacts.publishEnsemble(
        group,
        card.id(),
        Map.of(CARD, card.write(), PARAMETERS, tensors(forecaster.ensemble()).write()));
  }

  /**
   * A group's ensemble of an id; empty where there is none, or it is damaged, and then it is set
   * aside.
   *
   * @param transform of the group's objective
   */
  public Optional<LatentForecaster> read(GroupKey group, String id, MetricTransform transform) {
    try {
      return readWhole(group, id, transform);
    } catch (ArtifactException e) {
      return new EnsembleFolder(artifacts, group, id).mend(e)
          ? readWhole(group, id, transform)
          : Optional.empty();
    }
  }

  private Optional<LatentForecaster> readWhole(
      GroupKey group, String id, MetricTransform transform) {
    String name = artifacts.ensemblePath(group, id) + "/" + PARAMETERS;
    return artifacts
        .readEnsemble(group, id, PARAMETERS)
        .map(
            bytes ->
                new LatentForecaster(ensemble(Safetensors.read(bytes, name), transform, name)));
  }

  static Safetensors tensors(LatentEnsemble ensemble) {
    LatentSizes sizes = ensemble.layout().sizes();
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(
        SIZES,
        Tensor.vector(
            sizes.features(), sizes.hidden(), sizes.latent(), sizes.width(), sizes.depth()));
    tensors.put(MEMBERS, Tensor.matrix(ensemble.parameters()));
    tensors.put(MEAN, Tensor.vector(ensemble.scale().mean()));
    tensors.put(DEVIATION, Tensor.vector(ensemble.scale().deviation()));
    tensors.put(
        GRID, Tensor.vector(ensemble.grid().totalSteps(), ensemble.grid().smallestLearningRate()));
    tensors.put(
        CODES,
        Tensor.matrix(
            Arrays.stream(ensemble.codes()).flatMap(Arrays::stream).toArray(double[][]::new)));
    double[][] rates = ensemble.logLearningRate();
    tensors.put(
        LENGTHS, Tensor.vector(Arrays.stream(rates).mapToDouble(run -> run.length).toArray()));
    tensors.put(
        RATES, Tensor.vector(Arrays.stream(rates).flatMapToDouble(Arrays::stream).toArray()));
    return new Safetensors(new TreeMap<>(tensors), new TreeMap<>());
  }

  /**
   * The ensemble that tensors hold.
   *
   * @throws ArtifactException if a tensor is missing or does not fit the others
   */
  static LatentEnsemble ensemble(Safetensors file, MetricTransform transform, String name) {
    double[] sizes = file.require(SIZES, name).data();
    double[][] members = file.require(MEMBERS, name).rows();
    double[] grid = file.require(GRID, name).data();
    double[][] flatCodes = file.require(CODES, name).rows();
    double[] lengths = file.require(LENGTHS, name).data();
    double[] flatRates = file.require(RATES, name).data();
    LatentLayout layout =
        new LatentLayout(
            new LatentSizes(
                (int) sizes[0], (int) sizes[1], (int) sizes[2], (int) sizes[3], (int) sizes[4]));
    int runs = lengths.length;
    if (members[0].length != layout.count()
        || flatCodes.length != members.length * runs
        || flatRates.length != Arrays.stream(lengths).sum()) {
      throw new ArtifactException(
          name
              + ": "
              + members.length
              + " members of "
              + members[0].length
              + " values do not fit sizes "
              + Arrays.toString(sizes)
              + " and "
              + runs
              + " runs");
    }
    double[][][] codes = new double[members.length][runs][];
    for (int i = 0; i < flatCodes.length; i++) {
      codes[i / runs][i % runs] = flatCodes[i];
    }
    double[][] rates = new double[runs][];
    int from = 0;
    for (int run = 0; run < runs; run++) {
      rates[run] = Arrays.copyOfRange(flatRates, from, from + (int) lengths[run]);
      from += (int) lengths[run];
    }
    return new LatentEnsemble(
        layout,
        members,
        new FeatureScale(file.require(MEAN, name).data(), file.require(DEVIATION, name).data()),
        new RunGrid(grid[0], grid[1], transform),
        codes,
        rates);
  }
}

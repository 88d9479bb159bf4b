package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.EnsembleCard;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.ensemble.FittedEnsemble;
import io.lode.evaluation.BandCalibration;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrackRecord;
import io.lode.model.modal.ModalBasis;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalParameters;
import io.lode.model.process.CurveForecaster;
import io.lode.model.process.CurveProcess;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.ResidualForecaster;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fitted ensembles in the store: parameters as safetensors beside their card.
 *
 * @param artifacts the store's artifacts
 */
public record Ensembles(Artifacts artifacts) implements Serializable {

  private static final String CARD = "card.json";
  private static final String PARAMETERS = "parameters.safetensors";
  private static final String RATES = "modal.rates";
  private static final String REFERENCE = "modal.reference";
  private static final String MEMBERS = "modal.members";

  /**
   * An ensemble as it was stored.
   *
   * @param card what it was fitted to
   * @param modal its modal latent ODEs
   * @param residual the neural residual that corrects them, where it won on held-out runs
   * @param curves the process on curves that corrects them, where it won on held-out runs
   */
  public record Stored(
      EnsembleCard card,
      ModalForecaster modal,
      Optional<NeuralResidual> residual,
      Optional<CurveProcess> curves) {

    /** What the group's held-out runs chose: the modal latent ODEs, corrected or not. */
    public Forecaster forecaster() {
      return FittedEnsemble.chosen(modal, residual, curves, bands());
    }

    /**
     * What held-out runs said of its forecasts; {@link TrackRecord#UNKNOWN} where too few were held
     * out. Cards of earlier builds judged by another rule, and say nothing.
     */
    public TrackRecord trackRecord() {
      if (card.outcomes() == null) {
        return TrackRecord.UNKNOWN;
      }
      boolean failed = card.verdict().kind().equals(HeldOutVerdict.Kind.NO_BETTER.label());
      return new TrackRecord(
          card.outcomes().factor(),
          failed ? TrackRecord.Reliance.RUNS : TrackRecord.Reliance.FORECASTS);
    }

    /** How the bands of its forecasts are corrected; empty where too few runs were held out. */
    public Optional<BandCalibration> bands() {
      return Optional.ofNullable(card.bands())
          .map(
              bands ->
                  new BandCalibration(bands.factor(), bands.floor(), bands.tail(), bands.runs()));
    }
  }

  /** Publishes an ensemble under its card's id; an ensemble of that id is left as it is. */
  public void publish(GroupKey group, Stored ensemble) {
    ModalForecaster modal = ensemble.modal();
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(RATES, Tensor.vector(modal.basis().rates()));
    tensors.put(
        REFERENCE,
        Tensor.vector(
            modal.basis().referenceLearningRate(),
            modal.basis().referenceSteps(),
            modal.basis().largestLoss()));
    tensors.put(
        MEMBERS,
        Tensor.matrix(
            modal.members().stream().map(ModalParameters::values).toArray(double[][]::new)));
    ensemble.residual().ifPresent(residual -> tensors.putAll(ResidualTensors.of(residual)));
    ensemble.curves().ifPresent(curves -> tensors.putAll(CurveTensors.of(curves)));
    Safetensors file = new Safetensors(new TreeMap<>(tensors), new TreeMap<>());
    artifacts.publishEnsemble(
        group,
        ensemble.card().id(),
        Map.of(CARD, ensemble.card().write(), PARAMETERS, file.write()));
  }

  /** Looks at every ensemble of a group. */
  public List<Finding> check(GroupKey group, Finding.Repair repair) {
    return artifacts.ensembles(group).stream()
        .flatMap(id -> new EnsembleFolder(artifacts, group, id).check(repair).stream())
        .toList();
  }

  /** Whether a group has an ensemble of an id. */
  public boolean holds(GroupKey group, String id) {
    return artifacts.readEnsemble(group, id, CARD).isPresent();
  }

  /**
   * A group's card of an id; empty where there is none. An ensemble whose card is damaged is set
   * aside, and counts as none.
   */
  public Optional<EnsembleCard> card(GroupKey group, String id) {
    try {
      return readCard(group, id);
    } catch (ArtifactException e) {
      return new EnsembleFolder(artifacts, group, id).mend(e)
          ? readCard(group, id)
          : Optional.empty();
    }
  }

  private Optional<EnsembleCard> readCard(GroupKey group, String id) {
    String path = artifacts.ensemblePath(group, id) + "/" + CARD;
    Optional<EnsembleCard> card =
        artifacts.readEnsemble(group, id, CARD).map(bytes -> EnsembleCard.read(bytes, path));
    if (card.isPresent() && !new EnsembleFolder(artifacts, group, id).isOf(card.get())) {
      GroupFolders.tellStrange(artifacts.ensemblePath(group, id));
      return Optional.empty();
    }
    return card;
  }

  /** The ensemble of a group that was fitted to runs of a fingerprint, the newest of several. */
  public Optional<Stored> fittedTo(GroupKey group, String fingerprint) {
    return artifacts.ensembles(group).stream()
        .flatMap(id -> card(group, id).stream())
        .filter(Ensembles::modal)
        .filter(card -> card.fingerprint().equals(fingerprint))
        .sorted(Comparator.comparing(EnsembleCard::created).reversed())
        .flatMap(card -> readable(group, card).stream())
        .findFirst();
  }

  /** The newest ensemble of a group. */
  public Optional<Stored> newest(GroupKey group) {
    return artifacts.ensembles(group).stream()
        .flatMap(id -> card(group, id).stream())
        .filter(Ensembles::modal)
        .sorted(Comparator.comparing(EnsembleCard::created).reversed())
        .flatMap(card -> readable(group, card).stream())
        .findFirst();
  }

  /** Other kinds of ensemble lie in the same folder. */
  private static boolean modal(EnsembleCard card) {
    return card.forecaster().equals(ModalForecaster.NAME)
        || card.forecaster().equals(ResidualForecaster.NAME)
        || card.forecaster().equals(CurveForecaster.NAME);
  }

  /**
   * A group's ensemble of a card; empty where its parameters are damaged, and then it is set aside.
   */
  public Optional<Stored> readable(GroupKey group, EnsembleCard card) {
    try {
      return Optional.of(read(group, card));
    } catch (ArtifactException e) {
      return new EnsembleFolder(artifacts, group, card.id()).mend(e)
          ? Optional.of(read(group, card))
          : Optional.empty();
    }
  }

  private Stored read(GroupKey group, EnsembleCard card) {
    String name = artifacts.ensemblePath(group, card.id()) + "/" + PARAMETERS;
    byte[] bytes =
        artifacts
            .readEnsemble(group, card.id(), PARAMETERS)
            .orElseThrow(() -> new ArtifactException(name + " is missing"));
    Safetensors file = Safetensors.read(bytes, name);
    double[] reference = file.require(REFERENCE, name).data();
    // Ensembles of earlier builds know no first loss.
    double largestLoss = reference.length > 2 ? reference[2] : Double.POSITIVE_INFINITY;
    ModalBasis basis =
        new ModalBasis(file.require(RATES, name).data(), reference[0], reference[1], largestLoss);
    return new Stored(
        card,
        new ModalForecaster(
            basis,
            Arrays.stream(file.require(MEMBERS, name).rows())
                .map(values -> ModalParameters.stored(values, basis.modes()))
                .toList()),
        ResidualTensors.read(file, name),
        CurveTensors.read(file, name));
  }
}

package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.EnsembleCard;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.ensemble.FittedEnsemble;
import io.lode.forecast.Forecaster;
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
      return FittedEnsemble.chosen(modal, residual, curves);
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

  /** Whether a group has an ensemble of an id. */
  public boolean holds(GroupKey group, String id) {
    return artifacts.readEnsemble(group, id, CARD).isPresent();
  }

  /** A group's card of an id. */
  public Optional<EnsembleCard> card(GroupKey group, String id) {
    return artifacts
        .readEnsemble(group, id, CARD)
        .map(bytes -> EnsembleCard.read(bytes, artifacts.ensemblePath(group, id) + "/" + CARD));
  }

  /** The ensemble of a group that was fitted to runs of a fingerprint, the newest of several. */
  public Optional<Stored> fittedTo(GroupKey group, String fingerprint) {
    return artifacts.ensembles(group).stream()
        .flatMap(id -> card(group, id).stream())
        .filter(Ensembles::modal)
        .filter(card -> card.fingerprint().equals(fingerprint))
        .max(Comparator.comparing(EnsembleCard::created))
        .map(card -> read(group, card));
  }

  /** The newest ensemble of a group. */
  public Optional<Stored> newest(GroupKey group) {
    return artifacts.ensembles(group).stream()
        .flatMap(id -> card(group, id).stream())
        .filter(Ensembles::modal)
        .max(Comparator.comparing(EnsembleCard::created))
        .map(card -> read(group, card));
  }

  /** Other kinds of ensemble lie in the same folder. */
  private static boolean modal(EnsembleCard card) {
    return card.forecaster().equals(ModalForecaster.NAME)
        || card.forecaster().equals(ResidualForecaster.NAME)
        || card.forecaster().equals(CurveForecaster.NAME);
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
            Arrays.stream(file.require(MEMBERS, name).rows()).map(ModalParameters::new).toList()),
        ResidualTensors.read(file, name),
        CurveTensors.read(file, name));
  }
}

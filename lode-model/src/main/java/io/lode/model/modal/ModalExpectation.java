package io.lode.model.modal;

import java.io.Serializable;
import java.util.List;

/**
 * What is expected of a group before any of its runs is read, in place of the constants of {@link
 * ModalPriorConfig}: what other groups showed.
 */
public interface ModalExpectation extends Serializable {

  /**
   * The distributions that a fit starts from and is shrunk to, the likeliest first; at least one.
   * The fit that costs least is kept.
   *
   * @param setting the group, and the units that it is fitted in
   */
  List<ModalPrior> of(ModalSetting setting);

  /**
   * Relative error that each e-fold of the learning rate adds where a group has a single run, as
   * other groups showed it; with more runs it is that over their number.
   */
  double rateErrorOfOneRun();
}

package io.lode.jobs.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.model.modal.ModalConfig;
import org.junit.jupiter.api.Test;

class TrainSettingsTest {

  @Test
  void theDefaultsAreWhatTheBenchmarksWereMeasuredWith() {
    assertThat(TrainSettings.of(Settings.defaults()).config(3)).isEqualTo(ModalConfig.standard(3));
  }
}

package io.lode.jobs.conf.settings;

import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.hyperparameter.HyperparameterRoles;
import java.io.Serializable;

/**
 * Settings of what the hyperparameters of runs are taken for; conf/lode.conf says what each means.
 *
 * @param roles which count, which do not, and which are compared by their ratio, by name
 * @param config the library's own settings
 */
public record HyperparameterSettings(HyperparameterRoles roles, HyperparameterConfig config)
    implements Serializable {

  /** Reads the section {@code hyperparameters}. */
  public static HyperparameterSettings of(Settings settings) {
    return settings.read(
        "hyperparameters",
        config ->
            new HyperparameterSettings(
                HyperparameterRoles.of(
                    config.getStringList("counted"),
                    config.getStringList("ignored"),
                    config.getStringList("logarithmic"),
                    config.getStringList("batch-sizes")),
                RecordReader.read(config, HyperparameterConfig.class)));
  }
}

package io.corpusattention.job.train;

import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.ShardCounts;
import io.corpusattention.training.ParameterLayout;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Builds the contents of run.json and the footer of the learning curve that train writes. */
final class TrainManifest {
  private TrainManifest() {}

  static Map<String, String> footer(TrainSettings settings) {
    return RunManifest.footer(
        settings.decisive(), Setting.OBJECTIVE, Setting.ALIGNMENT, Setting.SEED);
  }

  /** Returns the contents of run.json. */
  static Map<String, Object> contents(
      TrainSettings settings,
      Goal goal,
      ParameterLayout layout,
      float[] parameters,
      int words,
      TrainResult result,
      JobRun run,
      SparkSession spark) {
    Map<String, Object> contents = RunManifest.of(run, settings.shown());
    contents.put("weights", weights(layout, parameters));
    contents.put("counts", counts(result.counts(), goal, words));
    contents.put("figures", figures(result));
    contents.put("timings", RunManifest.timings(run, result.seconds()));
    contents.put("versions", RunManifest.versions(spark));
    return contents;
  }

  private static Map<String, Object> weights(ParameterLayout layout, float[] parameters) {
    Map<String, Object> weights = new LinkedHashMap<>();
    weights.put("sha256", WeightsDigest.sha256(layout.projections("trained", parameters)));
    Map<String, Object> shapes = new LinkedHashMap<>();
    layout.slices().forEach(s -> shapes.put(s.name(), new int[] {s.rows(), s.columns()}));
    weights.put("shapes", shapes);
    return weights;
  }

  private static Map<String, Object> counts(ShardCounts counts, Goal goal, int words) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("sentences", counts.sentences());
    contents.put("tokens", counts.tokens());
    contents.put("held_out_sentences", counts.heldOut());
    contents.put("held_out_tokens", counts.heldOutTokens());
    Map<String, Long> reasons = new TreeMap<>();
    counts.reasons().forEach((reason, count) -> reasons.put(reason.label(), count));
    contents.put("rejected", counts.rejected());
    contents.put("rejected_by_reason", reasons);
    if (goal instanceof Goal.Classify) {
      contents.put("classes", counts.labels());
    } else {
      contents.put("words", words);
    }
    return contents;
  }

  private static Map<String, Object> figures(TrainResult result) {
    EpochFigures best = result.best();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("epochs", result.curve().size());
    figures.put("stopped_early", result.stoppedEarly());
    figures.put("resumed_from_epoch", result.resumedFrom());
    figures.put("kept_epoch", best.epoch());
    figures.put("loss", best.loss());
    figures.put("accuracy", best.accuracy());
    figures.put("held_out_loss", best.heldOutLoss());
    figures.put("held_out_accuracy", best.heldOutAccuracy());
    if (result.mean() != null) {
      figures.put("held_out_loss_of_mean_embedding", result.mean().loss());
      figures.put("held_out_accuracy_of_mean_embedding", result.mean().accuracy());
    }
    return figures;
  }
}

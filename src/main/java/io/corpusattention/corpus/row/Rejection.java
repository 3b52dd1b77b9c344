package io.corpusattention.corpus.row;

import io.corpusattention.attention.RejectReason;
import java.io.Serializable;

/** Why a record is rejected, as a word and as a sentence. */
public record Rejection(RejectReason reason, String detail) implements Serializable {}

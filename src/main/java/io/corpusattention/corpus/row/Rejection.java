package io.corpusattention.corpus.row;

import io.corpusattention.attention.RejectReason;
import java.io.Serializable;

/** Why a record is not fit, in a word and in a sentence. */
public record Rejection(RejectReason reason, String detail) implements Serializable {}

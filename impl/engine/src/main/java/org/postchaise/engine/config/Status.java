/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * What we make of a parameter.
 *
 * @param kind one of the five
 * @param reason why, for a mail administrator; empty for implemented and planned ones; the successor's name for an obsolete one
 */
public record Status(Kind kind, String reason) {
    /** Code reads it. */
    public static final Status IMPLEMENTED = new Status(Kind.IMPLEMENTED, "");

    /** Checked and kept, not read yet. */
    public static final Status PLANNED = new Status(Kind.PLANNED, "");

    /** What can be said of a parameter. */
    public enum Kind {
        /** Code reads it. */
        IMPLEMENTED("implemented"),
        /** Checked and kept, not read yet. */
        PLANNED("planned"),
        /** Accepted, without an effect here. */
        IGNORED("accepted and ignored"),
        /** About something that does not exist here. */
        NOT_APPLICABLE("not applicable"),
        /** A name that another one took over. */
        OBSOLETE("obsolete");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The words of the reference page. */
        public String label() {
            return label;
        }
    }

    /** Every kind but the first two needs its reason. */
    public Status {
        boolean plain = kind == Kind.IMPLEMENTED || kind == Kind.PLANNED;
        if (plain != reason.isEmpty()) {
            throw new IllegalArgumentException("status " + kind.label() + " with reason \"" + reason + "\"");
        }
    }

    /** Accepted, without an effect here. */
    public static Status ignored(String reason) {
        return new Status(Kind.IGNORED, reason);
    }

    /** About something that does not exist here. */
    public static Status notApplicable(String reason) {
        return new Status(Kind.NOT_APPLICABLE, reason);
    }

    /** A name that another one took over. */
    public static Status obsolete(String successor) {
        return new Status(Kind.OBSOLETE, successor);
    }

    /** "planned", or "not applicable: reason". */
    public String text() {
        return reason.isEmpty() ? kind.label() : kind.label() + (kind == Kind.OBSOLETE ? ": use " : ": ") + reason;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * The support for a Postfix parameter in this product.
 *
 * @param kind the kind of support
 * @param reason the reason, for a mail administrator; empty for implemented and planned parameters; the successor's
 *     name for an obsolete parameter
 */
public record Status(Kind kind, String reason) {
    /** The status of a parameter that code reads. */
    public static final Status IMPLEMENTED = new Status(Kind.IMPLEMENTED, "");

    /** The status of a parameter that is checked and kept, but not read yet. */
    public static final Status PLANNED = new Status(Kind.PLANNED, "");

    /** The kinds of support for a parameter. */
    public enum Kind {
        /** A parameter that code reads. */
        IMPLEMENTED("implemented"),
        /** A parameter that is checked and kept, but not read yet. */
        PLANNED("planned"),
        /** A parameter that is accepted, without an effect in this product. */
        IGNORED("accepted and ignored"),
        /** A parameter about something that does not exist in this product. */
        NOT_APPLICABLE("not applicable"),
        /** A name that another parameter took over. */
        OBSOLETE("obsolete");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the words of the reference page for this kind. */
        public String label() {
            return label;
        }
    }

    /**
     * Creates a status.
     *
     * @throws IllegalArgumentException when a kind other than the first two has no reason, or one of those has a reason
     */
    public Status {
        boolean plain = kind == Kind.IMPLEMENTED || kind == Kind.PLANNED;
        if (plain != reason.isEmpty()) {
            throw new IllegalArgumentException("status " + kind.label() + " with reason \"" + reason + "\"");
        }
    }

    /** Creates the status of a parameter that is accepted, without an effect in this product. */
    public static Status ignored(String reason) {
        return new Status(Kind.IGNORED, reason);
    }

    /** Creates the status of a parameter about something that does not exist in this product. */
    public static Status notApplicable(String reason) {
        return new Status(Kind.NOT_APPLICABLE, reason);
    }

    /** Creates the status of a name that another parameter took over. */
    public static Status obsolete(String successor) {
        return new Status(Kind.OBSOLETE, successor);
    }

    /** Returns the text for messages: "planned", or "not applicable: reason". */
    public String text() {
        return reason.isEmpty() ? kind.label() : kind.label() + (kind == Kind.OBSOLETE ? ": use " : ": ") + reason;
    }
}

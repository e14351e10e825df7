/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.Optional;

/**
 * The parser of the paths in MAIL, RCPT and VRFY commands, as lenient as smtpd(8) or, with {@code strict_rfc821_envelopes}, as strict.
 * Thread-safe.
 */
public interface PathParser {

    /**
     * Returns the address in {@code path} in external form, quoted where necessary, without angle brackets and source route; empty if the
     * syntax is wrong. The null sender {@code <>} is the empty string.
     *
     * @param path the word of the command line
     * @param utf8 true if the address may hold UTF-8
     */
    Optional<String> sender(String path, boolean utf8);

    /** Returns the address in {@code path} as {@link #sender} does; the empty address {@code <>} is wrong syntax. */
    Optional<String> recipient(String path, boolean utf8);

    /** Returns the address in the argument of VRFY, in which angle brackets may be missing even with {@code strict_rfc821_envelopes}. */
    Optional<String> verified(String argument, boolean utf8);
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import static org.postchaise.engine.sasl.SecurityOption.MUTUAL_AUTH;
import static org.postchaise.engine.sasl.SecurityOption.NOACTIVE;
import static org.postchaise.engine.sasl.SecurityOption.NOANONYMOUS;
import static org.postchaise.engine.sasl.SecurityOption.NODICTIONARY;
import static org.postchaise.engine.sasl.SecurityOption.NOPLAINTEXT;

import java.util.Set;

/**
 * The SASL mechanisms, the best first: the order in which the Cyrus library, as used in Postfix, chooses among the
 * mechanisms that a server offers. The order after {@link #LOGIN} is this product's own.
 */
public enum Mechanism {
    /** SCRAM (RFC 5802) with SHA-512. */
    SCRAM_SHA_512(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** SCRAM with SHA-384. */
    SCRAM_SHA_384(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** SCRAM with SHA-256 (RFC 7677). */
    SCRAM_SHA_256(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** SCRAM with SHA-224. */
    SCRAM_SHA_224(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** SCRAM with SHA-1 (RFC 5802). */
    SCRAM_SHA_1(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** DIGEST-MD5 (RFC 2831), historic. */
    DIGEST_MD5(Use.PASSWORD, NOPLAINTEXT, NOANONYMOUS, MUTUAL_AUTH),
    /** CRAM-MD5 (RFC 2195). */
    CRAM_MD5(Use.PASSWORD, NOPLAINTEXT, NOANONYMOUS),
    /** PLAIN (RFC 4616). */
    PLAIN(Use.PASSWORD, NOANONYMOUS),
    /** LOGIN, that is PLAIN in two steps; never standardised. */
    LOGIN(Use.PASSWORD, NOANONYMOUS),
    /** GSSAPI (RFC 4752): Kerberos, with the ticket of this process. */
    GSSAPI(Use.ON_REQUEST, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** EXTERNAL (RFC 4422, appendix A): the TLS certificate identifies the client. */
    EXTERNAL(Use.ON_REQUEST, NOPLAINTEXT, NODICTIONARY, NOANONYMOUS),
    /** OAUTHBEARER (RFC 7628). */
    OAUTHBEARER(Use.TOKEN, NOANONYMOUS),
    /** XOAUTH2, the predecessor of OAUTHBEARER. */
    XOAUTH2(Use.TOKEN, NOANONYMOUS),
    /** ANONYMOUS (RFC 4505), without an identity. */
    ANONYMOUS(Use.PASSWORD);

    /** The suffix of the name of a mechanism with channel binding. */
    public static final String PLUS = "-PLUS";

    private final Use use;

    @SuppressWarnings("ImmutableEnumChecker") // it is a copy that no one else has
    private final Set<SecurityOption> properties;

    /** The credentials that a mechanism uses. */
    public enum Use {
        /** A password, whose knowledge the mechanism proves. */
        PASSWORD,
        /** No password: the mechanism is used only if {@code smtp_sasl_mechanism_filter} lets the mechanism pass. */
        ON_REQUEST,
        /** A token; a password only where a mechanism filter lets the mechanism pass. */
        TOKEN
    }

    Mechanism(Use use, SecurityOption... properties) {
        this.use = use;
        this.properties = Set.of(properties);
    }

    /** Returns the name in the form in which servers offer the mechanism. */
    public String label() {
        return name().replace('_', '-');
    }

    /**
     * Returns true if {@code offered}, in upper case, is the name of this mechanism, or of this mechanism with the
     * binding of {@code channel}.
     */
    public boolean isNamed(String offered, Channel channel) {
        return offered.equals(label())
                || (isScram() && channel.binding().isPresent() && offered.equals(label() + PLUS));
    }

    public boolean isScram() {
        return name().startsWith("SCRAM");
    }

    /** Returns true if the mechanism has all properties in {@code options}. */
    public boolean has(Set<SecurityOption> options) {
        return properties.containsAll(options);
    }

    /** Returns the kind of credentials that the mechanism uses. */
    public Use use() {
        return use;
    }
}

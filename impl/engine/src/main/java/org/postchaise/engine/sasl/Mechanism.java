/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import static org.postchaise.engine.sasl.SecurityOption.MUTUAL_AUTH;
import static org.postchaise.engine.sasl.SecurityOption.NOACTIVE;
import static org.postchaise.engine.sasl.SecurityOption.NOANONYMOUS;
import static org.postchaise.engine.sasl.SecurityOption.NODICTIONARY;
import static org.postchaise.engine.sasl.SecurityOption.NOPLAINTEXT;

import java.util.Set;

/**
 * The login mechanisms, the best first: the order in which the Cyrus library, as Postfix uses it, chooses among those that a
 * server offers. Those after {@link #LOGIN} are ours to place.
 */
enum Mechanism {
    /** RFC 5802, with SHA-512. */
    SCRAM_SHA_512(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** With SHA-384. */
    SCRAM_SHA_384(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** RFC 7677. */
    SCRAM_SHA_256(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** With SHA-224. */
    SCRAM_SHA_224(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** RFC 5802. */
    SCRAM_SHA_1(Use.PASSWORD, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** RFC 2831, historic. */
    DIGEST_MD5(Use.PASSWORD, NOPLAINTEXT, NOANONYMOUS, MUTUAL_AUTH),
    /** RFC 2195. */
    CRAM_MD5(Use.PASSWORD, NOPLAINTEXT, NOANONYMOUS),
    /** RFC 4616. */
    PLAIN(Use.PASSWORD, NOANONYMOUS),
    /** PLAIN in two steps; never standardised. */
    LOGIN(Use.PASSWORD, NOANONYMOUS),
    /** RFC 4752: Kerberos, with the ticket of this process. */
    GSSAPI(Use.ON_REQUEST, NOPLAINTEXT, NOACTIVE, NOANONYMOUS, MUTUAL_AUTH),
    /** RFC 4422, appendix A: the TLS certificate says who the client is. */
    EXTERNAL(Use.ON_REQUEST, NOPLAINTEXT, NODICTIONARY, NOANONYMOUS),
    /** RFC 7628. */
    OAUTHBEARER(Use.TOKEN, NOANONYMOUS),
    /** What OAUTHBEARER was before it was standardised. */
    XOAUTH2(Use.TOKEN, NOANONYMOUS),
    /** RFC 4505: as nobody. */
    ANONYMOUS(Use.PASSWORD);

    /** Ends the name of a mechanism that is bound to the channel. */
    static final String PLUS = "-PLUS";

    private final Use use;

    @SuppressWarnings("ImmutableEnumChecker") // it is a copy that no one else has
    private final Set<SecurityOption> properties;

    /** What a mechanism does with what it is given. */
    private enum Use {
        /** It proves that it knows the password. */
        PASSWORD,
        /** It needs no password: never used unless {@code smtp_sasl_mechanism_filter} lets it. */
        ON_REQUEST,
        /** It sends a token; a password is none, unless {@code smtp_sasl_mechanism_filter} says so. */
        TOKEN
    }

    Mechanism(Use use, SecurityOption... properties) {
        this.use = use;
        this.properties = Set.of(properties);
    }

    /** The name as servers offer it. */
    String label() {
        return name().replace('_', '-');
    }

    /** Whether {@code offered}, in upper case, is this mechanism, or this one bound to {@code channel}. */
    boolean isNamed(String offered, Channel channel) {
        return offered.equals(label())
                || (isScram() && channel.binding().isPresent() && offered.equals(label() + PLUS));
    }

    boolean isScram() {
        return name().startsWith("SCRAM");
    }

    /** Whether it has all that {@code options} ask for. */
    boolean has(Set<SecurityOption> options) {
        return properties.containsAll(options);
    }

    /** Whether {@code credentials} are what it needs. */
    boolean takes(Credentials credentials) {
        return credentials instanceof Credentials.Bearer ? use == Use.TOKEN : use == Use.PASSWORD;
    }

    /** The same where a filter of mechanisms is set, which lets this one pass. */
    boolean takesOnRequest(Credentials credentials) {
        return takes(credentials) || credentials instanceof Credentials.Password;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.tls.client.TlsNeed;
import org.postchaise.engine.tls.client.TlsPolicy;
import org.postchaise.engine.tls.client.TlsTarget;

/**
 * The TLS requirements of a session.
 *
 * @param target the server for which the policy was looked up
 * @param policy the TLS policy
 * @param need the TLS requirement of the sender whose mail the session is opened for
 */
public record Protection(TlsTarget target, TlsPolicy policy, TlsNeed need) {

    /** Returns true if mail must not be sent in plaintext. */
    public boolean requiresTls() {
        return policy.level().requiresTls() || need.requiresTls();
    }

    /** Returns true if the server is on this host, behind a unix-domain socket. */
    public boolean isLocal() {
        return target.port() == 0;
    }

    /** Returns the protection of a plaintext session with the same server, after TLS failed. */
    public Protection inPlaintext() {
        return new Protection(target, TlsPolicy.PLAINTEXT_RETRY, need);
    }

    /** Returns the key of policy lookups for {@code candidate}, found for {@code site}. */
    static TlsTarget target(Candidate candidate, NextHop site) {
        Candidate.Trail trail = candidate.trail();
        TlsTarget.Exchanger exchanger = switch (trail.exchanger()) {
            case NONE -> TlsTarget.Exchanger.NONE;
            case INSECURE -> TlsTarget.Exchanger.INSECURE;
            case SECURE -> TlsTarget.Exchanger.SECURE;
        };
        return new TlsTarget(
                site instanceof NextHop.UnixPath unix ? unix.path() : site.toString(),
                domain(candidate, site),
                candidate.host(),
                candidate.address() instanceof InetSocketAddress inet ? inet.getPort() : 0,
                new TlsTarget.Trail(exchanger, trail.canonicalName(), trail.secure()));
    }

    private static String domain(Candidate candidate, NextHop site) {
        // the candidate of a unix-domain socket has this system's name
        return name(site).orElse(candidate.host());
    }

    /** Returns the name or address of {@code site}, without brackets and port; empty for a unix-domain socket. */
    static Optional<String> name(NextHop site) {
        if (site instanceof NextHop.Domain domain) {
            return Optional.of(domain.name());
        }
        if (site instanceof NextHop.Host host) {
            return Optional.of(host.name());
        }
        return site instanceof NextHop.Address address ? Optional.of(address.address()) : Optional.empty();
    }
}

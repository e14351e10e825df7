/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.net.InetSocketAddress;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.tls.TlsPolicy;
import org.postchaise.engine.tls.TlsTarget;

/**
 * Which TLS a session is to have.
 *
 * @param target the server that the policy was looked up for
 * @param policy what is asked for
 */
public record Protection(TlsTarget target, TlsPolicy policy) {

    /** The same server without TLS, after it failed with it. */
    public Protection inPlaintext() {
        return new Protection(target, TlsPolicy.PLAINTEXT_RETRY);
    }

    /** What a policy is looked up for: {@code candidate}, found for {@code site}. */
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
        if (site instanceof NextHop.Domain domain) {
            return domain.name();
        }
        if (site instanceof NextHop.Host host) {
            return host.name();
        }
        // of a unix-domain socket this system's name
        return site instanceof NextHop.Address address ? address.address() : candidate.host();
    }
}

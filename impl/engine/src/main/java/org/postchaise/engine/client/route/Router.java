/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Stage;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostResolver;

/** From a next hop to the addresses to try. */
public final class Router {
    private static final EnhancedStatus DIRECTORY_FAILURE = EnhancedStatus.of("4.4.3");

    private final HostResolver resolver;

    /** Looks hosts up through {@code resolver}. */
    public Router(HostResolver resolver) {
        this.resolver = resolver;
    }

    /** The addresses of {@code nextHop}, or why there are none. */
    public Resolution resolve(NextHop nextHop) {
        // the family has one member until MX and unix-domain next hops join it
        NextHop.Host host = (NextHop.Host) nextHop;
        HostAnswer answer = resolver.addresses(host.name());
        if (answer instanceof HostAnswer.Found found) {
            return new Resolution.Candidates(found.addresses().stream()
                    .map(address -> new Candidate(host.name(), new InetSocketAddress(address, host.port()), true))
                    .toList());
        }
        return new Resolution.TryLater(new Failure(
                Failure.Scope.DESTINATION,
                Failure.Severity.TEMPORARY,
                Stage.ROUTE,
                DIRECTORY_FAILURE,
                null,
                null,
                ((HostAnswer.TryAgain) answer).reason()));
    }
}

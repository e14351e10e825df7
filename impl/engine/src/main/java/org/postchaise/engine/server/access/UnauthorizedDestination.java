/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.Optional;
import java.util.OptionalInt;
import org.postchaise.engine.server.resolve.AddressClass;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.ResolvedAddress;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.Verdict;

/**
 * The restrictions {@code reject_unauth_destination}, {@code defer_unauth_destination} and {@code permit_auth_destination}: a recipient is
 * authorized if this system is the final destination or in {@code relay_domains}, and the address holds no route that another system could
 * follow ({@code allow_untrusted_routing}).
 */
final class UnauthorizedDestination implements Restriction {
    private final Resolver resolver;
    private final boolean routesAllowed;
    private final Verdict authorized;
    private final OptionalInt code;

    private UnauthorizedDestination(Resolver resolver, boolean routesAllowed, Verdict authorized, OptionalInt code) {
        this.resolver = resolver;
        this.routesAllowed = routesAllowed;
        this.authorized = authorized;
        this.code = code;
    }

    /** Returns the restriction that rejects others with {@code code}. */
    static UnauthorizedDestination rejecting(Resolver resolver, boolean routesAllowed, int code) {
        return new UnauthorizedDestination(resolver, routesAllowed, Verdict.DUNNO, OptionalInt.of(code));
    }

    /** Returns the restriction that permits authorized recipients. */
    static UnauthorizedDestination permitting(Resolver resolver, boolean routesAllowed) {
        return new UnauthorizedDestination(resolver, routesAllowed, Verdict.PERMIT, OptionalInt.empty());
    }

    @Override
    public Verdict judge(AccessRequest request) throws LookupFailureException {
        Optional<String> recipient = request.recipient();
        if (recipient.isEmpty()) {
            return Verdict.DUNNO;
        }
        ResolvedAddress resolved = resolver.resolve(request.sender().orElse(""), recipient.get());
        if (resolved.addressClass() != AddressClass.REMOTE && (routesAllowed || !resolved.routed())) {
            return authorized;
        }
        return code.isEmpty()
                ? Verdict.DUNNO
                : new Verdict.Reject(
                        AccessRequest.reply(code.getAsInt(), "5.7.1", recipient.get(), "Relay access denied"),
                        Verdict.Kind.POLICY);
    }
}

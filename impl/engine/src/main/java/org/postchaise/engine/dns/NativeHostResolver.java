/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * The operating system's lookup of hosts ({@code smtp_host_lookup = native}). Java distinguishes "no such host" from "no
 * answer" only by the C library's message; without a known message no answer is taken as final.
 */
public final class NativeHostResolver implements HostResolver {
    private static final List<String> FINAL =
            List.of("Name or service not known", "No address associated with hostname");

    @Override
    public HostAnswer addresses(String host) {
        try {
            return new HostAnswer.Found(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            String words = Objects.requireNonNullElse(e.getMessage(), "");
            String prefix = "unable to look up host " + host + ": ";
            return FINAL.stream()
                    .filter(words::endsWith)
                    .findFirst()
                    .<HostAnswer>map(reason -> new HostAnswer.NotFound(prefix + reason))
                    .orElseGet(() -> new HostAnswer.TryAgain(prefix + "Temporary failure in name resolution"));
        }
    }
}

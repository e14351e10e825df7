/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/**
 * Keeps other sites from posting with a visitor's browser: a browser says where a request comes from (Fetch Metadata, or
 * the Origin header), and that must be this page. Without either header the client is no browser, curl for one.
 */
final class SameOrigin {
    private SameOrigin() {}

    static boolean allows(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin == null || sameHost(origin, request.getHeader("Host"));
    }

    private static boolean sameHost(String origin, String host) {
        try {
            return URI.create(origin).getAuthority() != null
                    && URI.create(origin).getAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

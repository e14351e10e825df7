/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/**
 * Keeps other sites from posting with a visitor's browser: a browser says where a request comes from (Fetch Metadata, or
 * the Origin header), and that must be this page. A request without either
 * header comes from no browser of today: it is taken where nobody is logged in, or where it brings its login along (curl, {@code postchaise
 * queue}), and refused where the login is a cookie or a session, which any page could have sent.
 */
final class SameOrigin {
    private SameOrigin() {}

    static boolean allows(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader("Origin");
        if (origin != null) {
            return sameHost(origin, request.getHeader("Host"));
        }
        return request.getHeader("Authorization") != null
                || (request.getUserPrincipal() == null && request.getHeader("Cookie") == null);
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

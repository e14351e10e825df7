/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/**
 * Check against cross-site request forgery: browsers send the origin of a request (Fetch Metadata, or the Origin header), which must be this page's. A request
 * without either header does not come from a current browser: it is accepted where nobody is logged in, or where the request itself carries the login (curl,
 * {@code postchaise queue}), and refused where the login is a cookie or a session, which any page could have used.
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

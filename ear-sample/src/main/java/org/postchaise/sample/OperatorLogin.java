/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Filter for Basic authentication (RFC 7617) by the server's realm, for users with the role {@value QueueServlet#ROLE}. Done in code so that the application
 * needs no web.xml; the login ends with the request. A login made by the server counts as well.
 */
@WebFilter({"/queue.html", "/queue/*"})
public class OperatorLogin extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "Basic ";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getUserPrincipal() != null) {
            pass(request, response, chain);
        } else if (logIn(request)) {
            try {
                pass(request, response, chain);
            } finally {
                request.logout();
            }
        } else {
            response.setHeader("WWW-Authenticate", SCHEME + "realm=\"Postchaise\", charset=\"UTF-8\"");
            QueueServlet.refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "the queue asks for a login");
        }
    }

    private static void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.isUserInRole(QueueServlet.ROLE)) {
            chain.doFilter(request, response);
        } else {
            QueueServlet.refuse(
                    response, HttpServletResponse.SC_FORBIDDEN, "the user lacks the role " + QueueServlet.ROLE);
        }
    }

    private static boolean logIn(HttpServletRequest request) {
        Optional<String> login = login(request.getHeader("Authorization"));
        if (login.isEmpty()) {
            return false;
        }
        int colon = login.get().indexOf(':');
        try {
            request.login(login.get().substring(0, colon), login.get().substring(colon + 1));
            return true;
        } catch (ServletException wrong) {
            return false;
        }
    }

    /** Returns user name, colon and password in the header field; empty where the field has none. */
    static Optional<String> login(String field) {
        if (field == null || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] octets =
                    Base64.getDecoder().decode(field.substring(SCHEME.length()).strip());
            return Optional.of(new String(octets, StandardCharsets.UTF_8)).filter(text -> text.indexOf(':') > 0);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}

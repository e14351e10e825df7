/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Filter that lets visitors in without a login on the loopback interface only. A visitor from another host, through a proxy, or by a name that is not this
 * machine's own (DNS rebinding) must log in and have the role {@value QueueServlet#ROLE}, since the pages send mail.
 */
@WebFilter("/*")
public class LocalVisitors extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}|(?:0{0,4}:){2,7}0{0,3}1");
    private static final Pattern OWN_NAME =
            Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[?(?:0{0,4}:){2,7}0{0,3}1]?");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isLocal(request)) {
            chain.doFilter(request, response);
        } else if (request.getUserPrincipal() != null || request.authenticate(response)) {
            if (request.isUserInRole(QueueServlet.ROLE)) {
                chain.doFilter(request, response);
            } else {
                response.sendError(HttpServletResponse.SC_FORBIDDEN, "the user lacks the role " + QueueServlet.ROLE);
            }
        } else if (!response.isCommitted() && response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "a login is needed, and the server offers none");
        }
    }

    static boolean isLocal(HttpServletRequest request) {
        return LOOPBACK.matcher(request.getRemoteAddr()).matches()
                && OWN_NAME.matcher(request.getServerName().toLowerCase(Locale.ROOT))
                        .matches()
                && Stream.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")
                        .allMatch(name -> request.getHeader(name) == null);
    }
}

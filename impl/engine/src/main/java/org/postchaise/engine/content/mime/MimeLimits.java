/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

/**
 * The limits for the analysis of a message.
 *
 * @param headerSize {@code header_size_limit}: the maximum octets of one header; the rest of the header is dropped
 * @param nesting {@code mime_nesting_limit}: the maximum depth of multiparts within each other
 * @param boundaryLength {@code mime_boundary_length_limit}: the octets of a boundary that are compared
 * @param recordSize {@code line_length_limit}: the maximum piece of a line that is processed at once
 */
public record MimeLimits(int headerSize, int nesting, int boundaryLength, int recordSize) {}

#include "tests/contract/wire/framing_corpus.h"

#include <iterator>

namespace lockstep::http::wire {

namespace {

using namespace std::string_literals;
using Cases = std::vector<FramingCase>;

// A second request that only a wrong reading finds: the fake api must never see it.
const std::string kHidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

std::string get(const std::string& lines) {
  return "GET /first HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n";
}
std::string start_line(const std::string& line) {
  return line + "\r\nHost: x\r\n\r\n";
}
std::string put(const std::string& lines, const std::string& body) {
  return "PUT /first HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n" + body;
}
std::string chunked(const std::string& body) {
  return put("Transfer-Encoding: chunked\r\n", body);
}
/// Headers, more than are allowed.
std::string many_lines() {
  std::string out;
  for (int i = 0; i < 30; ++i) out += "X-" + std::to_string(i) + ":\r\n";
  return out;
}

FramingCase good(std::string name, std::string bytes) {
  return {std::move(name), std::move(bytes), 200, true};
}
FramingCase last(std::string name, std::string bytes) {
  return {std::move(name), std::move(bytes), 200, false};
}
FramingCase bad(std::string name, std::string bytes, int status = 400) {
  return {std::move(name), std::move(bytes), status, false};
}

Cases start_lines() {
  return {
      good("PlainGet", get("")),
      good("OneLeadingLineEnd", "\r\n" + get("")),
      good("TwoLeadingLineEnds", "\r\n\r\n" + get("")),
      bad("ThreeLeadingLineEnds", "\r\n\r\n\r\n" + get("")),
      bad("LeadingBareLf", "\n" + get("")),
      bad("LeadingBareCr", "\r" + get("")),
      bad("LeadingBlank", " " + get("")),
      bad("LeadingTab", "\t" + get("")),
      good("UnknownMethod", start_line("BREW /first HTTP/1.1")),
      good("MethodInSmallLetters", start_line("get /first HTTP/1.1")),
      bad("MethodOfOddSigns", start_line("GE(T /first HTTP/1.1")),
      bad("NoMethod", start_line("/first HTTP/1.1")),
      bad("NoTarget", start_line("GET HTTP/1.1")),
      bad("EmptyTarget", start_line("GET  HTTP/1.1")),
      bad("TwoBlanksBeforeTheVersion", start_line("GET /first  HTTP/1.1")),
      bad("BlankInTheTarget", start_line("GET /first /hidden HTTP/1.1")),
      bad("TabForABlank", start_line("GET\t/first HTTP/1.1")),
      bad("BlankAfterTheVersion", start_line("GET /first HTTP/1.1 ")),
      bad("NulInTheTarget", start_line("GET /fi\0rst HTTP/1.1"s)),
      bad("DelInTheTarget", start_line("GET /fi\x7frst HTTP/1.1")),
      bad("HighByteInTheTarget", start_line("GET /fi\xc3\xa4rst HTTP/1.1")),
      bad("FragmentInTheTarget", start_line("GET /first#part HTTP/1.1")),
      bad("RelativeTarget", start_line("GET first HTTP/1.1")),
      bad("NoVersion", start_line("GET /first")),
      bad("VersionInSmallLetters", start_line("GET /first http/1.1")),
      bad("VersionOfTwoDigits", start_line("GET /first HTTP/1.10")),
      bad("VersionWithoutADot", start_line("GET /first HTTP/11")),
      bad("AnotherProtocol", start_line("GET /first ICAP/1.0")),
      bad("VersionZero", start_line("GET /first HTTP/0.9"), 505),
      bad("VersionOneTwo", start_line("GET /first HTTP/1.2"), 505),
      bad("VersionTwo", start_line("GET /first HTTP/2.0"), 505),
      bad("PrefaceOfHttp2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
      bad("LongStartLine", start_line("GET /" + std::string(300, 'x') + " HTTP/1.1"), 414),
      bad("TlsHello", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"s),
      bad("NoHttp", "hello\r\n\r\n"),
      good("Asterisk", start_line("OPTIONS * HTTP/1.1")),
      bad("AuthorityForm", start_line("CONNECT x:443 HTTP/1.1")),
      good("AbsoluteForm", start_line("GET http://x/first HTTP/1.1")),
      good("AbsoluteFormInOtherCase", start_line("GET HTTP://x/first HTTP/1.1")),
      good("AbsoluteFormOfTls", start_line("GET https://x:443/first?a=b HTTP/1.1")),
      good("AbsoluteFormOfAnAddress", start_line("GET http://[::1]:80/first HTTP/1.1")),
      good("AbsoluteFormWithoutAPath", start_line("GET http://x HTTP/1.1")),
      bad("AbsoluteFormWithoutAHost", start_line("GET http:///first HTTP/1.1")),
      bad("AbsoluteFormOfNothing", start_line("GET http:// HTTP/1.1")),
      bad("AbsoluteFormWithAUser", start_line("GET http://me@x/first HTTP/1.1")),
      bad("AbsoluteFormOfAnotherScheme", start_line("GET ftp://x/first HTTP/1.1")),
      bad("AbsoluteFormOfABadPort", start_line("GET http://x:8o/first HTTP/1.1")),
      bad("AbsoluteFormOfOneSlash", start_line("GET http:/x/first HTTP/1.1")),
  };
}

Cases header_lines() {
  return {
      good("EmptyValue", get("X-Empty:\r\n")),
      good("BlanksAroundAValue", get("X-A: \t value \t \r\n")),
      good("HighBytesInAValue", get("X-A: gr\xc3\xbc\xc3\x9f\r\n")),
      good("PercentInAValue", get("X-A: %41%00\r\n")),
      good("LongRange", get("Range: bytes=" + std::string(500, '0') + "-1\r\n")),
      good("ManyRanges", get("Range: bytes=0-1,0-1,0-1,0-1,0-1,0-1\r\n")),
      bad("BlankBeforeAColon", get("X-A : b\r\n")),
      bad("TabBeforeAColon", get("X-A\t: b\r\n")),
      bad("VerticalTabBeforeAColon", get("X-A\x0b: b\r\n")),
      bad("NulBeforeAColon", get("X-A\0: b\r\n"s)),
      bad("NulInAValue", get("X-A: a\0b\r\n"s)),
      bad("ControlInAValue", get("X-A: a\x01z\r\n")),
      bad("BareCrInAValue", get("X-A: a\rb\r\n")),
      bad("BareLfAfterAHeader", get("X-A: a\nX-B: b\r\n")),
      bad("BareLfAtTheEnd", "GET /first HTTP/1.1\r\nHost: x\r\n\n"),
      bad("BareLfEverywhere", "GET /first HTTP/1.1\nHost: x\n\n"),
      bad("BareCrAtTheEnd", "GET /first HTTP/1.1\r\nHost: x\r\n\r\r\n"),
      bad("NoColon", get("X-A\r\n")),
      bad("NoName", get(": b\r\n")),
      bad("OddSignsInAName", get("X(A): b\r\n")),
      bad("HighByteInAName", get("X-\xc3\xa4: b\r\n")),
      bad("FoldedByABlank", get("X-A: a\r\n b\r\n")),
      bad("FoldedByATab", get("X-A: a\r\n\tb\r\n")),
      bad("FoldedEncoding", put("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")),
      bad("FoldedStartLine", "GET /first HTTP/1.1\r\n Host: x\r\n\r\n"),
      bad("NoHost", "GET /first HTTP/1.1\r\n\r\n"),
      bad("TwoHosts", get("Host: y\r\n")),
      bad("TwoEqualHosts", get("host: x\r\n")),
      good("EmptyHost", "GET /first HTTP/1.1\r\nHost:\r\n\r\n"),
      good("HostWithAPort", "GET /first HTTP/1.1\r\nHost: x.example:8080\r\n\r\n"),
      good("HostOfAnAddress", "GET /first HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n"),
      bad("HostWithABlank", "GET /first HTTP/1.1\r\nHost: x y\r\n\r\n"),
      bad("HostsInOneLine", "GET /first HTTP/1.1\r\nHost: x,y\r\n\r\n"),
      bad("HostWithAPath", "GET /first HTTP/1.1\r\nHost: x/y\r\n\r\n"),
      bad("HostWithAUser", "GET /first HTTP/1.1\r\nHost: me@x\r\n\r\n"),
      bad("AbsoluteFormAndNoHost", "GET http://x/first HTTP/1.1\r\n\r\n"),
      bad("TwoAuthorizations", get("Authorization: Bearer a\r\nAuthorization: Bearer a\r\n")),
      bad("LargeHead", get("X-A: " + std::string(1200, 'x') + "\r\n"), 431),
      bad("LargeHeadWithoutAnEnd", "GET /first HTTP/1.1\r\nX-A: " + std::string(1200, 'x'), 431),
      bad("ManyHeaders", get(many_lines()), 431),
      bad("UnknownExpectation", put("Expect: cake\r\nContent-Length: 2\r\n", "hi"), 417),
      bad("ContentEncoding", put("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "hi"), 415),
      last("ConnectionClose", get("Connection: close\r\n")),
      last("ConnectionCloseAmongOthers", get("Connection: x, Close\r\n")),
      last("ConnectionCloseInTheSecondLine",
           get("Connection: keep-alive\r\nConnection: close\r\n")),
      last("ConnectionCloseBeforeKeepAlive",
           get("Connection: close\r\nConnection: keep-alive\r\n")),
      good("Http10ThatStaysInTheSecondLine",
           "GET /first HTTP/1.0\r\nConnection: x\r\nConnection: Keep-Alive\r\n\r\n"),
      last("Http10", "GET /first HTTP/1.0\r\n\r\n"),
      good("Http10ThatStays", "GET /first HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
      bad("Http10WithTwoHosts", "GET /first HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
  };
}

Cases lengths() {
  const auto length = [](const std::string& value) {
    return put("Content-Length:" + value + "\r\n", "hello");
  };
  return {
      good("Length", length(" 5")),
      good("LengthWithoutABlank", length("5")),
      good("LengthWithATab", length("\t5 ")),
      good("LengthInOtherCase", put("CONTENT-LENGTH: 5\r\n", "hello")),
      good("LengthOfNothing", put("Content-Length: 0\r\n", "")),
      good("NoLength", put("", "")),
      good("DeleteWithABody", "DELETE /first HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"),
      good("BodyThatLooksLikeARequest",
           put("Content-Length: " + std::to_string(kHidden.size()) + "\r\n", kHidden)),
      bad("GetWithABody",
          get("Content-Length: " + std::to_string(kHidden.size()) + "\r\n") + kHidden),
      bad("EmptyLength", length("")),
      bad("LengthWithAPlus", length(" +5")),
      bad("LengthWithAMinus", length(" -5")),
      bad("LengthWithAZeroBefore", length(" 05")),
      bad("LengthOfTwoZeros", length(" 00")),
      bad("LengthInHex", length(" 0x5")),
      bad("LengthWithAPoint", length(" 5.0")),
      bad("LengthWithABlankInIt", length(" 1 0")),
      bad("LengthThatIsNone", length(" five")),
      bad("LengthAsAList", length(" 5, 5")),
      bad("LengthAsAListOfTwo", length(" 5, 6")),
      bad("LengthWithACommaAfter", length(" 5,")),
      bad("LengthBeyondNumbers", length(" 99999999999999999999999")),
      bad("LengthThatOverflows", length(" 18446744073709551621")),
      bad("TwoEqualLengths", put("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
      bad("TwoLengths", put("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")),
      bad("BlankBeforeTheColonOfALength", put("Content-Length : 39\r\n", kHidden)),
      bad("LengthBeyondTheLimit", length(" 101"), 413),
      bad("LengthFarBeyondTheLimit", length(" 18446744073709551615"), 413),
      bad("LengthAndEncoding",
          put("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + kHidden)),
      bad("EncodingAndLength",
          put("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + kHidden)),
      bad("LengthAndUnknownEncoding",
          put("Content-Length: 5\r\nTransfer-Encoding: gzip\r\n", "hello" + kHidden)),
      bad("UnknownEncodingAndLength",
          put("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello" + kHidden)),
  };
}

Cases encodings() {
  const auto encoding = [](const std::string& value) {
    return put("Transfer-Encoding:" + value + "\r\n", "0\r\n\r\n");
  };
  return {
      good("Chunked", encoding(" chunked")),
      good("ChunkedWithoutABlank", encoding("chunked")),
      good("ChunkedInOtherCase", encoding(" Chunked")),
      good("ChunkedInCapitals", encoding(" CHUNKED ")),
      bad("ChunkedTwice", encoding(" chunked, chunked")),
      bad("ChunkedInTwoLines",
          put("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
      bad("EncodingsInTwoLines",
          put("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
      bad("ChunkedAfterAComma", encoding(" , chunked")),
      bad("ChunkedBeforeAComma", encoding(" chunked,")),
      bad("ChunkedWithAParameter", encoding(" chunked;q=1")),
      bad("ChunkedInQuotes", encoding(" \"chunked\"")),
      bad("ChunkedWithAVerticalTab", encoding(" \x0b"
                                              "chunked")),
      bad("ChunkedWithALetterBefore", encoding(" xchunked")),
      bad("Identity", encoding(" identity")),
      bad("IdentityAndChunked", encoding(" identity, chunked")),
      bad("Gzip", encoding(" gzip")),
      bad("GzipAndChunked", encoding(" gzip, chunked")),
      bad("ChunkedAndIdentity", encoding(" chunked, identity")),
      bad("EmptyEncoding", encoding("")),
      bad("BlankBeforeTheColonOfAnEncoding", put("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")),
      bad("GetInChunks", get("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
      bad("Http10InChunks",
          "PUT /first HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n"
          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
  };
}

Cases chunks() {
  const std::string extension = ";" + std::string(90, 'x');
  std::string many_extensions;
  for (int i = 0; i < 20; ++i) many_extensions += "1" + extension + "\r\ny\r\n";
  std::string many_chunks;
  for (int i = 0; i < 50; ++i) many_chunks += "3\r\nabc\r\n";
  const std::string end = "0\r\n\r\n";
  return {
      good("TwoChunks", chunked("5\r\nhello\r\n6\r\n world\r\n" + end)),
      good("ChunkSizeInHex", chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n" + end)),
      good("ChunkSizeWithZerosBefore", chunked("005\r\nhello\r\n000\r\n\r\n")),
      good("ChunkExtension", chunked("5;a=b;c\r\nhello\r\n0;d\r\n\r\n")),
      good("ChunkThatLooksLikeARequest", chunked("21\r\n" + kHidden + "\r\n" + end)),
      good("Trailers", chunked("5\r\nhello\r\n0\r\nX-A: b\r\nX-C: d\r\n\r\n")),
      good("TrailerWithAuthorization", chunked("0\r\nAuthorization: Bearer a\r\n\r\n")),
      good("TrailerWithHost", chunked("0\r\nHost: y\r\n\r\n")),
      bad("TrailerWithLength", chunked("0\r\nContent-Length: 5\r\n\r\n" + kHidden)),
      bad("TrailerWithEncoding", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n" + kHidden)),
      bad("TrailerWithABlankInItsName", chunked("0\r\nX-A : b\r\n\r\n" + kHidden)),
      bad("TrailerWithABareLf", chunked("0\r\nX-A: b\n\r\n" + kHidden)),
      bad("FoldedTrailer", chunked("0\r\nX-A: b\r\n c\r\n\r\n" + kHidden)),
      bad("FoldedFirstTrailer", chunked("0\r\n X-A: b\r\n\r\n" + kHidden)),
      bad("TrailerWithANul", chunked("0\r\nX-A: b\0c\r\n\r\n"s + kHidden)),
      bad("TrailerWithABareCr", chunked("0\r\nX-A: b\rc\r\n\r\n" + kHidden)),
      bad("ManyTrailers", chunked("0\r\n" + many_lines() + "\r\n"), 431),
      bad("LargeTrailers", chunked("0\r\nX-A: " + std::string(1200, 'x') + "\r\n\r\n"), 431),
      bad("ChunkSizeWithAnX", chunked("0x0\r\n\r\n" + kHidden)),
      bad("ChunkSizeWithAMinus", chunked("-1\r\nhello\r\n" + end)),
      bad("ChunkSizeWithAPlus", chunked("+5\r\nhello\r\n" + end)),
      bad("ChunkSizeWithABlankBefore", chunked(" 5\r\nhello\r\n" + end)),
      bad("ChunkSizeWithABlankAfter", chunked("5 \r\nhello\r\n" + end)),
      bad("ChunkSizeThatIsNone", chunked("g\r\nhello\r\n" + end)),
      bad("NoChunkSize", chunked("\r\nhello\r\n" + end)),
      bad("ExtensionWithoutAChunkSize", chunked(";a=b\r\nhello\r\n" + end)),
      bad("ChunkSizeThatOverflows", chunked("ffffffffffffffffff\r\nhello\r\n" + end)),
      bad("ChunkSizeThatIsCutToFive", chunked("100000005\r\nhello\r\n" + end)),
      bad("ChunkSizeOfManyZeros", chunked("0000000000000005\r\nhello\r\n" + end)),
      bad("ChunkSmallerThanItsBytes", chunked("3\r\nhello\r\n" + end)),
      bad("ChunkLargerThanItsBytes", chunked("7\r\nhello\r\n" + end)),
      bad("BareLfAfterAChunkSize", chunked("5\nhello\r\n" + end)),
      bad("BareCrAfterAChunkSize", chunked("5\rhello\r\n" + end)),
      bad("BareLfAfterAChunk", chunked("5\r\nhello\n" + end)),
      bad("BareLfInAnExtension", chunked("5;\nhello\r\n" + end)),
      bad("BareLfInAQuotedExtension", chunked("5;a=\"\n\"\r\nhello\r\n" + end)),
      bad("QuotedExtension", chunked("5;a=\"b\"\r\nhello\r\n" + end)),
      bad("OpenQuoteInAnExtension", chunked("5;a=\"b\r\nhello\r\n" + end)),
      bad("LongExtension", chunked("5;" + std::string(2000, 'x') + "\r\nhello\r\n" + end)),
      bad("ExtensionWithoutAnEnd", chunked("5;" + std::string(2000, 'x'))),
      bad("ManyExtensions", chunked(many_extensions + end), 413),
      bad("ChunkBeyondTheLimit", chunked("65\r\n"), 413),
      bad("ChunksBeyondTheLimit", chunked(many_chunks + end), 413),
  };
}

}  // namespace

RequestLimits corpus_limits() {
  return {{.max_start_line_bytes = 200, .max_bytes = 1000, .max_headers = 20}, 100, 300};
}

const std::vector<FramingCase>& framing_corpus() {
  static const Cases kAll = [] {
    Cases out;
    for (auto part : {start_lines(), header_lines(), lengths(), encodings(), chunks()})
      std::move(part.begin(), part.end(), std::back_inserter(out));
    return out;
  }();
  return kAll;
}

}  // namespace lockstep::http::wire

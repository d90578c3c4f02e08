// Asks again every three seconds; the answer is this page, the finished result, or the finished file, which the browser then saves.
setTimeout(() => window.location.reload(), 3000);

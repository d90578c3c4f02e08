// A photo as phones keep it becomes a JPEG here, where this browser can read it (docs/adr/0014): no reader of HEIC runs on
// the server. Every other file goes as it is.

const HEIC = /\.(heic|heif)$/i;
const QUALITY = 0.9;

export const isHeic = (file) => /^image\/hei[cf]/.test(file.type) || HEIC.test(file.name);

// Resolves to null where this browser cannot read the photo.
export async function asJpeg(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return blob && new File([blob], `${file.name.replace(HEIC, "")}.jpg`, { type: "image/jpeg", lastModified: file.lastModified });
}
